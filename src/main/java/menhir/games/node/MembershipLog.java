package menhir.games.node;

import java.util.List;
import java.util.concurrent.CompletionStage;
import menhir.service.StoreService;
import menhir.service.StoreService.Outcome;
import menhir.store.Command.InstallView;
import menhir.store.MembershipView;
import menhir.store.MembershipView.MemberIncarnation;
import org.jspecify.annotations.Nullable;

/** The membership views in a scoreboard's replicated log, on which all nodes agree. Every stage completes in bounded time. */
public interface MembershipLog {

    /** The current view; {@link MembershipView#NONE} before the first. */
    CompletionStage<MembershipView> currentView();

    /**
     * Proposes the next view.
     *
     * @param after number of the view that it follows; the proposal is rejected if that is no longer the current one
     * @return the new view, or null if the proposal was rejected
     */
    CompletionStage<@Nullable MembershipView> propose(long after, List<MemberIncarnation> members);

    /** The log of a scoreboard. */
    static MembershipLog of(StoreService stores, String scoreboard) {
        return new MembershipLog() {
            @Override
            public CompletionStage<MembershipView> currentView() {
                return stores.lookup(scoreboard, MembershipView.NAME)
                        .thenApply(
                                lookup -> lookup.value() instanceof MembershipView view ? view : MembershipView.NONE);
            }

            @Override
            public CompletionStage<@Nullable MembershipView> propose(long after, List<MemberIncarnation> members) {
                return stores.submit(scoreboard, new InstallView(stores.newKey(), after, members))
                        .thenApply(outcome -> outcome instanceof Outcome.ValueChanged stands
                                        && stands.value() instanceof MembershipView view
                                ? view
                                : null);
            }
        };
    }
}
