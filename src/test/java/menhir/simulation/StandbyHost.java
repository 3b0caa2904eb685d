package menhir.simulation;

import java.util.SplittableRandom;
import menhir.leader.StandbyPolicy;
import menhir.replica.LogReplies.LeaderKnown;
import org.jspecify.annotations.Nullable;

/** The standby beside a slot. In the place of its actor. */
final class StandbyHost {
    private final World world;
    private final SlotHost slot;
    private final Machine process;
    private final SplittableRandom random;
    private StandbyPolicy policy;
    private @Nullable LeaderHost acting;

    StandbyHost(World world, SlotHost slot, Machine process, SplittableRandom random) {
        this.world = world;
        this.slot = slot;
        this.process = process;
        this.random = random;
        this.policy = newPolicy();
        beat();
    }

    Machine process() {
        return process;
    }

    void crash() {
        process.crash();
        acting = null;
    }

    void restart() {
        process.start();
        policy = newPolicy();
        beat();
    }

    private StandbyPolicy newPolicy() {
        int rank = world.leaderSettings(process).standbyRank(slot.slot());
        return new StandbyPolicy(world.timing(), slot.slot(), rank);
    }

    private void beat() {
        process.after(policy.askMillis() * 1000 + random.nextLong(1_000), () -> {
            LeaderHost present = acting;
            if (present != null && present.over()) {
                acting = null;
                policy.reset();
            }
            if (acting == null) {
                world.network().send(process, slot.process(), () -> {
                    LeaderKnown known = slot.leader();
                    world.network().send(slot.process(), process, () -> take(known));
                });
            }
            beat();
        });
    }

    private void take(LeaderKnown known) {
        if (acting == null && policy.shouldAct(known, process.millis()) && !world.plannedOnly()) {
            world.count(Counter.STANDBYS_ACTING);
            acting = world.startLeader(process.site(), false);
        }
    }
}
