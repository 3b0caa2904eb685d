package menhir.frontend;

import java.util.Collection;
import menhir.replica.LogReplies.LogSummary;

/** Says why a store has no leader, as far as its replicas tell. */
public final class MissingLeader {
    private MissingLeader() {}

    /**
     * The reason on one line.
     *
     * @param slots how many replicas there are
     * @param answers what those say that answer
     */
    public static String reason(String store, int slots, Collection<LogSummary> answers) {
        long members = answers.stream()
                .filter(answer -> answer.member() && answer.failure() == null)
                .count();
        long failed =
                answers.stream().filter(answer -> answer.failure() != null).count();
        long blank = answers.size() - members - failed;
        String reason = store + ": no leader; of " + slots + " replicas " + members + " have the log, " + blank
                + " are blank, " + failed + " have failed, " + (slots - answers.size()) + " do not answer";
        // Members that do not answer may come back, and so can a majority.
        boolean lost = members > 0 && members + slots - answers.size() < slots / 2 + 1;
        return lost ? reason + ": a majority of the disks has lost the log, see docs/operating.md, Recovering" : reason;
    }
}
