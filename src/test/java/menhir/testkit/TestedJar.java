package menhir.testkit;

import java.io.IOException;
import java.nio.file.Path;
import menhir.experiment.lab.ClassDataArchive;
import menhir.experiment.lab.ProgramJar;

/** The packaged jar that the tests run: the system property {@code menhir.jar}. */
public final class TestedJar {
    private static boolean archiveTried;

    private TestedJar() {}

    /** The path of the jar. The first call creates its class data archive, which shortens the start of all processes. */
    public static synchronized Path path() throws IOException {
        if (!archiveTried) {
            archiveTried = true;
            try {
                ClassDataArchive.ensure();
            } catch (IOException e) {
                System.err.println("The tests run without a class data archive: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return ProgramJar.path();
    }
}
