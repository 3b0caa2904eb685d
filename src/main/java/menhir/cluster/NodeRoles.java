package menhir.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import menhir.config.Settings;

/**
 * What a node tells the cluster about itself: its name, its HTTP address, its process id and its slots. They are Akka
 * cluster roles, so every node knows them as soon as it knows the member.
 */
public record NodeRoles(String name, String http, long pid, List<Integer> slots) {

    /** Role of nodes with at least one slot: replicas and leaders run there. */
    public static final String REPLICA = "replica";

    private static final String NAME = "name=";
    private static final String HTTP = "http=";
    private static final String PID = "pid=";
    private static final String SLOT = "slot=";

    /** The roles of this process. */
    public static NodeRoles of(Settings.Node node) {
        return new NodeRoles(
                node.name(), node.httpAddress(), ProcessHandle.current().pid(), node.slots());
    }

    static NodeRoles parse(Set<String> roles) {
        List<Integer> slots = roles.stream()
                .filter(role -> role.startsWith(SLOT))
                .map(role -> Integer.valueOf(role.substring(SLOT.length())))
                .sorted()
                .toList();
        return new NodeRoles(
                find(roles, NAME).orElse("?"),
                find(roles, HTTP).orElse("?"),
                find(roles, PID).map(Long::valueOf).orElse(0L),
                slots);
    }

    private static Optional<String> find(Set<String> roles, String prefix) {
        return roles.stream()
                .filter(role -> role.startsWith(prefix))
                .map(role -> role.substring(prefix.length()))
                .findFirst();
    }

    /** Role of the node with this slot. */
    public static String slotRole(int slot) {
        return SLOT + slot;
    }

    /** The names of the Akka cluster roles. */
    public Set<String> toRoles() {
        Set<String> roles = new HashSet<>(Set.of(NAME + name, HTTP + http, PID + pid));
        slots.forEach(slot -> roles.add(slotRole(slot)));
        if (!slots.isEmpty()) {
            roles.add(REPLICA);
        }
        return roles;
    }

    /** The roles that an operator sees: {@code http}, and {@code slot-1} for slot 1. */
    List<String> forDisplay() {
        List<String> names = new ArrayList<>(List.of("http"));
        slots.forEach(slot -> names.add(displayedSlot(slot)));
        return names;
    }

    /** How {@link #forDisplay} names a slot. */
    static String displayedSlot(int slot) {
        return "slot-" + slot;
    }
}
