package menhir.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command about {@linkplain Hold holds}. */
public sealed interface HoldCommand extends Command {

    /**
     * Sets stock aside: all lines or none.
     *
     * @param customer whom it is for, null if the client did not say
     * @param seconds for how long
     */
    record PlaceHold(
            String key,
            List<Line> lines,
            long seconds,
            @Nullable String customer) implements HoldCommand {
        public PlaceHold {
            lines = List.copyOf(lines);
        }

        @Override
        public long fingerprint() {
            Digest64 digest = new Digest64().add("hold").add(seconds).add(customer == null ? "" : customer);
            lines.forEach(line -> digest.add(line.item()).add(line.quantity()));
            return digest.value();
        }

        @Override
        public String target(long index) {
            return Hold.nameOf(index);
        }

        @Override
        public int weight() {
            return Weight.SINGLE + lines.size();
        }

        @Override
        public Decision decideBy(Decider decider, long timeMillis) {
            return decider.holds().decidePlace(this, timeMillis);
        }
    }

    /** About a hold that there is. */
    sealed interface OfHold extends HoldCommand {
        long hold();

        @Override
        default @Nullable String target(long index) {
            return Hold.nameOf(hold());
        }

        @Override
        default int weight() {
            return Weight.BASE;
        }
    }

    /** Makes a hold an order. */
    record ConfirmHold(String key, long hold) implements OfHold {
        @Override
        public long fingerprint() {
            return new Digest64().add("confirm").add(hold).value();
        }

        @Override
        public @Nullable String target(long index) {
            return null;
        }

        @Override
        public Decision decideBy(Decider decider, long timeMillis) {
            return decider.holds().decideConfirm(this, timeMillis);
        }
    }

    /** Has a hold last {@code seconds} from now on, if that is longer. */
    record ExtendHold(String key, long hold, long seconds) implements OfHold {
        @Override
        public long fingerprint() {
            return new Digest64().add("extend").add(hold).add(seconds).value();
        }

        @Override
        public Decision decideBy(Decider decider, long timeMillis) {
            return decider.holds().decideExtend(this, timeMillis);
        }
    }

    /** Gives back a hold's stock. */
    record ReleaseHold(String key, long hold) implements OfHold {
        @Override
        public long fingerprint() {
            return new Digest64().add("release").add(hold).value();
        }

        @Override
        public Decision decideBy(Decider decider, long timeMillis) {
            return decider.holds().decideRelease(this, timeMillis);
        }
    }
}
