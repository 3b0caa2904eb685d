package menhir.cli;

import picocli.CommandLine.IVersionProvider;

/** Which Menhir this is, and on which Java. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"menhir " + (version == null ? "(not packaged)" : version) + ", Java " + Runtime.version()
        };
    }
}
