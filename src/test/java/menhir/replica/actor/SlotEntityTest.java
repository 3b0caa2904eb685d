package menhir.replica.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.ShardingMessageExtractor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotEntityTest {
    private final ShardingMessageExtractor<ShardingEnvelope<String>, String> extractor = SlotEntity.extractor();

    @ParameterizedTest
    @CsvSource({"stocks,1", "a,5", "with~tilde,3", "~,2"})
    void shouldFindStoreAndSlotInItsId(String store, int slot) {
        SlotEntity entity = new SlotEntity(store, slot);
        assertThat(SlotEntity.of(entity.entityId())).isEqualTo(entity);
        ShardingEnvelope<String> envelope = new ShardingEnvelope<>(entity.entityId(), "message");
        assertThat(extractor.entityId(envelope)).isEqualTo(entity.entityId());
        assertThat(extractor.shardId(entity.entityId())).isEqualTo(Integer.toString(slot));
        assertThat(extractor.unwrapMessage(envelope)).isEqualTo("message");
    }

    /** They are in databases. */
    @ParameterizedTest
    @CsvSource({"stocks,1,orders|stocks|1,catalog|stocks|1"})
    void shouldKeepItsPersistenceIds(String store, int slot, String log, String catalog) {
        SlotEntity entity = new SlotEntity(store, slot);
        assertThat(entity.logPersistenceId().id()).isEqualTo(log);
        assertThat(entity.catalogPersistenceId().id()).isEqualTo(catalog);
    }
}
