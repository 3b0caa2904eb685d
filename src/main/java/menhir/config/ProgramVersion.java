package menhir.config;

/** The version of this program. */
public final class ProgramVersion {
    private ProgramVersion() {}

    /** As its jar says; 0 if it does not run from a jar. */
    public static String get() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return version == null ? "0" : version;
    }
}
