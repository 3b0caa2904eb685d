package menhir.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import menhir.leader.CommandReply.Overloaded;
import menhir.leader.CommandReply.Rejected;
import menhir.leader.CommandReply.Replayed;
import menhir.store.Entry;
import menhir.store.Rejection;
import org.junit.jupiter.api.Test;

class PendingRepliesTest {
    private static final Rejection UNKNOWN = new Rejection.UnknownItem("Tux");

    private record Sent(String frontEnd, List<CommandReply> replies) {}

    private final List<Sent> sent = new ArrayList<>();
    private final PendingReplies replies = new PendingReplies((frontEnd, batch) -> sent.add(new Sent(frontEnd, batch)));

    @Test
    void shouldReplyWhenTheIndexIsReleasedInOneMessageToEachFrontEnd() {
        replies.await(3, "north", new Replayed(1, 1, 3));
        replies.await(3, "south", new Replayed(1, 1, 3));
        replies.await(4, "north", new Replayed(2, 2, 4));
        replies.await(5, "north", new Replayed(3, 3, 5));
        replies.release(2);
        assertThat(sent).isEmpty();

        replies.release(4);
        assertThat(sent)
                .containsExactly(
                        new Sent("north", List.of(new Replayed(1, 1, 3), new Replayed(2, 2, 4))),
                        new Sent("south", List.of(new Replayed(1, 1, 3))));

        sent.clear();
        replies.release(5);
        replies.release(5);
        assertThat(sent).containsExactly(new Sent("north", List.of(new Replayed(3, 3, 5))));
    }

    @Test
    void shouldSendAtOnceWhatDependsOnNoEntry() {
        replies.await(3, "north", new Replayed(1, 1, 3));
        replies.replyNow("north", new Overloaded(2, 1));
        replies.release(2);

        assertThat(sent).containsExactly(new Sent("north", List.of(new Overloaded(2, 1))));
    }

    @Test
    void shouldRejectOnlyAfterTheEntriesThatItWasDecidedOn() {
        replies.await(3, "north", new Rejected(1, 4, UNKNOWN));
        replies.await(4, "north", new Rejected(3, 1, UNKNOWN));
        replies.release(2);
        assertThat(sent).isEmpty();

        replies.release(3);
        assertThat(sent).containsExactly(new Sent("north", List.of(new Rejected(1, 4, UNKNOWN))));
    }

    @Test
    void shouldSendNoMoreInOneMessageThanAFrameHolds() {
        Entry.Keyed large = new Entry.BoardAdded(
                "board",
                "title",
                IntStream.range(0, 100).mapToObj(Integer::toString).toList(),
                "key",
                1,
                0);
        IntStream.range(0, 5).forEach(i -> replies.await(1, "north", new CommandReply.Done(i, large, null)));
        IntStream.range(5, 505).forEach(i -> replies.await(1, "south", new Replayed(i, 1, 1)));
        replies.release(1);

        assertThat(sent).extracting(each -> each.replies().size()).containsExactly(3, 2, 256, 244);
        assertThat(sent.stream().flatMap(each -> each.replies().stream()))
                .extracting(CommandReply::request)
                .isSorted()
                .hasSize(505);
    }
}
