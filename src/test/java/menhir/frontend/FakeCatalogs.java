package menhir.frontend;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.testkit.javadsl.TestEntityRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import menhir.replica.CatalogReplica;
import menhir.replica.CatalogReplica.Read;
import menhir.replica.CatalogReplica.ReadNumber;
import menhir.replica.CatalogReplica.ReadTopic;
import menhir.replica.CatalogReplica.ReadValue;
import menhir.replica.SlotRefs;
import menhir.store.Item;
import menhir.store.StoreState;

/** The catalog replicas of a store, over one state that the test changes. Each can be made to hold its tongue. */
final class FakeCatalogs {
    /** A read and the slot that it went to; probes are not among them. */
    record Asked(int slot, Read read) {}

    final Set<Integer> silent = ConcurrentHashMap.newKeySet();
    final Set<Integer> away = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final SlotRefs<CatalogReplica.Command> refs;
    private volatile StoreState state;

    FakeCatalogs(ActorTestKit kit, int slots, StoreState state) {
        this.state = state;
        List<EntityRef<CatalogReplica.Command>> entities = new ArrayList<>();
        for (int slot = 1; slot <= slots; slot++) {
            ActorRef<CatalogReplica.Command> actor = kit.spawn(replica(slot));
            entities.add(TestEntityRef.of(CatalogReplica.KEY, "books~" + slot, actor));
        }
        this.refs = new SlotRefs<>(entities, slot -> !away.contains(slot));
    }

    SlotRefs<CatalogReplica.Command> refs() {
        return refs;
    }

    /** From now on all replicas have this. */
    void show(StoreState next) {
        state = next;
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    long asked(int slot) {
        return asked.stream().filter(each -> each.slot() == slot).count();
    }

    private Behavior<CatalogReplica.Command> replica(int slot) {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof Read read) {
                if (read.request() != CatalogReplica.PROBE) {
                    asked.add(new Asked(slot, read));
                }
                // What a replica cannot answer in time it does not answer at all.
                if (!silent.contains(slot) && state.index() >= read.demand()) {
                    read.replyTo().tell(answer(slot, read, state));
                }
            }
            return Behaviors.same();
        });
    }

    private static CatalogReplica.Answer answer(int slot, Read read, StoreState state) {
        if (read instanceof ReadTopic of) {
            List<Item> items = state.namesOf(of.topic()).stream()
                    .map(name -> Objects.requireNonNull(state.item(name)))
                    .toList();
            return new CatalogReplica.TopicRead(read.request(), slot, items, true, state.index());
        }
        Item item =
                read instanceof ReadNumber of ? state.itemNumbered(of.number()) : state.item(((ReadValue) read).name());
        return new CatalogReplica.ValueRead(read.request(), slot, item, state.index());
    }
}
