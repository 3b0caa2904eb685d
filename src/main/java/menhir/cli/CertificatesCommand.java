package menhir.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import menhir.certificates.LocalCertificates;
import menhir.certificates.LocalCertificates.AuthorityStep;
import menhir.certificates.NodeCertificate;
import menhir.config.Names;
import org.jspecify.annotations.Nullable;
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
            "Certificates that exist are replaced. A running node uses the new files within ten seconds.",
            "A new authority takes over while the nodes run, in three steps, each for all nodes and copied to them before the next:"
                    + " --new-authority trust, use, forget."
        })
final class CertificatesCommand implements Callable<Integer> {
    private static final int MOST_DAYS = (int) LocalCertificates.LONGEST_LIFE.toDays();

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
            description = "how long the certificates are valid (default: ${DEFAULT-VALUE})")
    private int days = (int) LocalCertificates.LIFE.toDays();

    @Option(
            names = "--new-authority",
            paramLabel = "STEP",
            description =
                    "trust: all nodes trust a new authority beside the old one; use: it issues; forget: they trust no other")
    @Nullable
    private String newAuthority;

    @Parameters(arity = "1..*", paramLabel = "NODE", description = "menhir.node.name of a node, such as node-1")
    private List<String> nodes = List.of();

    @Override
    public Integer call() throws Exception {
        check();
        PrintWriter printed = spec.commandLine().getOut();
        LocalCertificates certificates = new LocalCertificates(out, cluster);
        AuthorityStep step = step();
        if (step != null) {
            certificates.change(step);
        }
        for (String node : nodes) {
            NodeCertificate made = certificates.issue(node, Duration.ofDays(days));
            printed.println(made.folder() + ": valid until " + made.expires());
        }
        printed.flush();
        return 0;
    }

    private @Nullable AuthorityStep step() {
        if (newAuthority == null) {
            return null;
        }
        for (AuthorityStep step : AuthorityStep.values()) {
            if (step.name().toLowerCase(Locale.ROOT).equals(newAuthority)) {
                return step;
            }
        }
        throw invalid("--new-authority is " + newAuthority + ": it must be trust, use or forget");
    }

    private void check() {
        if (!Names.CLUSTER.allow(cluster)) {
            throw invalid("--cluster is " + cluster + ": it must be " + Names.CLUSTER.allowed());
        }
        if (days < 1 || days > MOST_DAYS) {
            throw invalid("--days is " + days + ": it must be 1 to " + MOST_DAYS);
        }
        for (String node : nodes) {
            if (!Names.NODE.allow(node)) {
                throw invalid("the node " + node + " must have " + Names.NODE.allowed());
            }
        }
    }

    private ParameterException invalid(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
