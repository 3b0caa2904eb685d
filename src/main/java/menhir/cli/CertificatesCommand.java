package menhir.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import menhir.certificates.LocalCertificates;
import menhir.certificates.NodeCertificate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the certificates of nodes on several machines, or new ones in their place. */
@Command(
        name = "certificates",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Makes a key and a certificate for each node, by which the nodes of a cluster recognise each other.",
            "The first time it also makes the authority that issues them. Its key, ca.key, stays on this machine. Copy each node's"
                    + " folder to where menhir.cluster.certificate of that node says.",
            "Certificates that exist are replaced. A running node uses the new files within a minute."
        })
final class CertificatesCommand implements Callable<Integer> {
    private static final Pattern NODE_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern CLUSTER_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-]{0,63}");
    private static final int MOST_DAYS = 20 * 365;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "certificates",
            description = "folder of the certificates (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("certificates");

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            defaultValue = "menhir",
            description = "menhir.cluster.name of the nodes (default: ${DEFAULT-VALUE})")
    private String cluster = "";

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "3650",
            description = "how long the certificates are valid (default: ${DEFAULT-VALUE})")
    private int days;

    @Parameters(arity = "1..*", paramLabel = "NODE", description = "menhir.node.name of a node, such as node-1")
    private List<String> nodes = List.of();

    @Override
    public Integer call() throws Exception {
        check();
        PrintWriter printed = spec.commandLine().getOut();
        LocalCertificates certificates = new LocalCertificates(out, cluster);
        for (String node : nodes) {
            NodeCertificate made = certificates.issue(node, Duration.ofDays(days));
            printed.println(made.folder() + ": valid until " + made.expires());
        }
        printed.flush();
        return 0;
    }

    private void check() {
        if (!CLUSTER_NAME.matcher(cluster).matches()) {
            throw invalid("--cluster is " + cluster
                    + ": it must be 1 to 64 letters, digits and hyphens, not starting with a hyphen");
        }
        if (days < 1 || days > MOST_DAYS) {
            throw invalid("--days is " + days + ": it must be 1 to " + MOST_DAYS);
        }
        for (String node : nodes) {
            if (!NODE_NAME.matcher(node).matches()) {
                throw invalid("the node " + node
                        + " must have 1 to 32 lower-case letters, digits and hyphens, not starting with a hyphen");
            }
        }
    }

    private ParameterException invalid(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
