package menhir.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a test that needs a cluster that was never started before: see {@link SharedCluster}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface NewCluster {
    /** Whether the test cuts wires between its nodes. Then no other test gets this cluster. */
    boolean cuttable() default false;
}
