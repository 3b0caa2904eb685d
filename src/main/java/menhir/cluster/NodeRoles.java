package menhir.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import menhir.config.Settings;

/**
 * What the cluster knows of a node besides its address, told as cluster roles, so that it comes and goes with the
 * membership itself: its name, its HTTP address, its process, its slots.
 */
public record NodeRoles(String name, String http, long pid, List<Integer> slots) {

    /** Nodes with this role have at least one slot; replicas and leaders live there. */
    public static final String REPLICA = "replica";

    private static final String NAME = "name=";
    private static final String HTTP = "http=";
    private static final String PID = "pid=";
    private static final String SLOT = "slot=";

    public static NodeRoles of(Settings.Node node) {
        return new NodeRoles(
                node.name(), node.httpAddress(), ProcessHandle.current().pid(), node.slots());
    }

    static NodeRoles parse(Set<String> roles) {
        List<Integer> slots = new ArrayList<>();
        roles.stream()
                .filter(role -> role.startsWith(SLOT))
                .map(role -> Integer.valueOf(role.substring(SLOT.length())))
                .sorted()
                .forEach(slots::add);
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

    static String slotRole(int slot) {
        return SLOT + slot;
    }

    public Set<String> toRoles() {
        Set<String> roles = new HashSet<>(Set.of(NAME + name, HTTP + http, PID + pid));
        slots.forEach(slot -> roles.add(slotRole(slot)));
        if (!slots.isEmpty()) {
            roles.add(REPLICA);
        }
        return roles;
    }

    /** For people: what the node does. */
    List<String> duties() {
        List<String> duties = new ArrayList<>(List.of("http"));
        slots.forEach(slot -> duties.add("slot-" + slot));
        return duties;
    }
}
