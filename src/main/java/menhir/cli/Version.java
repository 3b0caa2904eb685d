package menhir.cli;

import picocli.CommandLine.IVersionProvider;

/** The versions of Menhir and of Java. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"menhir " + (version == null ? "(not packaged)" : version) + ", Java " + Runtime.version()
        };
    }
}
