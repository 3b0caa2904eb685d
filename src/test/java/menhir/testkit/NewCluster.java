package menhir.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a test that needs a new cluster, which is not started: see {@link SharedCluster}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface NewCluster {
    /** Whether the test cuts links between nodes. Then no other test uses the cluster. */
    boolean partitionable() default false;
}
