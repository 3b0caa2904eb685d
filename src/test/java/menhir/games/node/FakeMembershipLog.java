package menhir.games.node;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.service.ServiceException;
import menhir.store.Board;
import menhir.store.Command;
import menhir.store.Decider;
import menhir.store.Decision;
import menhir.store.MembershipView;
import menhir.store.MembershipView.MemberIncarnation;
import menhir.store.StoreState;
import org.jspecify.annotations.Nullable;

/** A membership log in memory, with the store's own rules. Calls can be made to fail, or to wait. Thread-safe. */
final class FakeMembershipLog implements MembershipLog {
    private final Decider decider = new Decider(new StoreState(10_000));
    private boolean failing;
    private CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private long keys;
    private int lookups;
    private int proposals;

    FakeMembershipLog() {
        apply(new Command.AddBoard("board", Board.medals("Gaul"), "Gaul", List.of("Gold")));
    }

    private synchronized boolean apply(Command command) {
        if (!(decider.decide(command, 0) instanceof Decision.Accepted accepted)) {
            return false;
        }
        decider.apply(decider.state().index() + 1, accepted.entry());
        return true;
    }

    /** Installs a view as another coordinator would. */
    MembershipView install(MemberIncarnation... members) {
        if (!apply(new Command.InstallView(newKey(), view().number(), List.of(members)))) {
            throw new AssertionError("the view was rejected");
        }
        return view();
    }

    synchronized MembershipView view() {
        return decider.state().value(MembershipView.NAME) instanceof MembershipView view ? view : MembershipView.NONE;
    }

    /** Whether further calls fail, as without a leader. */
    synchronized void setFailing(boolean failing) {
        this.failing = failing;
    }

    /** Makes further calls wait until {@link #release}. */
    synchronized void hold() {
        gate = new CompletableFuture<>();
    }

    synchronized void release() {
        gate.complete(null);
    }

    synchronized int lookups() {
        return lookups;
    }

    synchronized int proposals() {
        return proposals;
    }

    private synchronized String newKey() {
        return "key-" + keys++;
    }

    @Override
    public synchronized CompletionStage<MembershipView> currentView() {
        lookups++;
        return failing ? failure() : gate.thenApply(open -> view());
    }

    @Override
    public synchronized CompletionStage<@Nullable MembershipView> propose(long after, List<MemberIncarnation> members) {
        proposals++;
        Command command = new Command.InstallView(newKey(), after, members);
        return failing ? failure() : gate.thenApply(open -> apply(command) ? view() : null);
    }

    private static <T> CompletionStage<T> failure() {
        return CompletableFuture.failedFuture(
                new ServiceException(ServiceException.Reason.NO_MAJORITY, "there is no leader"));
    }
}
