package menhir.games.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A pair of links over an unreliable network. */
class LinkTest {
    private static final Member HERE = new Member("here", 1);
    private static final Member THERE = new Member("there", 1);
    private static final GroupView VIEW = new GroupView(1, List.of(HERE, THERE));
    private static final MulticastLimits LIMITS = MulticastLimits.standard();

    private final Link link = new Link(VIEW, HERE, LIMITS);
    private final Link other = new Link(VIEW, THERE, LIMITS);

    private static Item data(long time) {
        return new Item.Data(time, List.of("request " + time));
    }

    private static Item ack(long time) {
        return new Item.Ack(List.of(new Item.Received(THERE, time)), Stamp.FIRST);
    }

    @Test
    void shouldDeliverOnceAndInOrderOverANetworkThatLosesDuplicatesAndReorders() {
        SplittableRandom random = new SplittableRandom(1);
        List<Item> sent = new ArrayList<>();
        List<Item> accepted = new ArrayList<>();
        List<Runnable> inFlight = new ArrayList<>();
        for (long now = 0; now < 400_000; now += 50) {
            if (sent.size() < 500) {
                Item item = data(sent.size() + 1);
                sent.add(item);
                link.add(item);
            }
            long time = now;
            link.due(now).forEach(packet -> inFlight.add(() -> other.onPacket(packet, accepted::add)));
            other.due(now).forEach(packet -> inFlight.add(() -> link.onPacket(packet, item -> true)));
            while (inFlight.size() > random.nextInt(6)) {
                Runnable arrival = inFlight.remove(random.nextInt(inFlight.size()));
                int copies = random.nextInt(3);
                for (int copy = 0; copy < copies; copy++) {
                    arrival.run();
                }
            }
            assertThat(accepted).as("at %d", time).hasSizeLessThanOrEqualTo(sent.size());
        }
        assertThat(accepted).isEqualTo(sent);
        assertThat(link.size()).isZero();
    }

    @Test
    void shouldReplaceAnUnsentAcknowledgement() {
        link.add(ack(1));
        link.add(ack(2));
        assertThat(link.due(0)).singleElement().satisfies(packet -> assertThat(packet.items())
                .containsExactly(ack(2)));
        link.add(ack(3));
        assertThat(link.size()).isEqualTo(2);
    }

    @Test
    void shouldResendARejectedItem() {
        link.add(data(1));
        link.due(0).forEach(packet -> other.onPacket(packet, item -> false));
        List<Item> accepted = new ArrayList<>();
        link.due(LIMITS.resendMillis()).forEach(packet -> other.onPacket(packet, accepted::add));
        assertThat(accepted).containsExactly(data(1));
    }

    @Test
    void shouldProbeWithOnePacketWhileThePeerDoesNotAcknowledge() {
        for (int i = 1; i <= 200; i++) {
            link.add(data(i));
        }
        assertThat(link.due(0)).hasSizeGreaterThan(1);
        assertThat(link.due(LIMITS.resendMillis())).hasSize(1);
        assertThat(link.due(2 * LIMITS.resendMillis())).hasSize(1);
    }

    @Test
    void shouldIgnoreAcknowledgementsOfUnsentItems() {
        link.add(data(1));
        link.onPacket(new Packet(1, THERE, 1, List.of(), Long.MAX_VALUE), item -> true);
        assertThat(link.size()).isEqualTo(1);
    }
}
