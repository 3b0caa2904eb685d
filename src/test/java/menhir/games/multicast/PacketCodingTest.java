package menhir.games.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Packets in CBOR. */
class PacketCodingTest {

    @Test
    void shouldSurviveSerialisationUnchanged() throws IOException {
        Member member = new Member("a", 7);
        Stamp stamp = new Stamp(3, 12, member);
        Packet packet = new Packet(
                3,
                member,
                9,
                List.of(
                        new Item.Unstable(new Batch(stamp, List.of("one", "two"))),
                        new Item.Flushed(true, 12, stamp),
                        new Item.Ready(),
                        new Item.Data(13, List.of("three")),
                        new Item.Ack(List.of(new Item.Received(member, 13)), stamp)),
                4);
        ObjectMapper mapper = new ObjectMapper(new CBORFactory());
        assertThat(mapper.readValue(mapper.writeValueAsBytes(packet), Packet.class))
                .isEqualTo(packet);
        Item.Snapshot chunk = new Item.Snapshot(1, 2, new byte[] {1, 2, 3}, true);
        Item decoded = mapper.readValue(mapper.writerFor(Item.class).writeValueAsBytes(chunk), Item.class);
        assertThat(decoded).usingRecursiveComparison().isEqualTo(chunk);
    }
}
