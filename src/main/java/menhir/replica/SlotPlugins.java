package menhir.replica;

/** The configuration paths of a slot's own journal, snapshot store and read journal. */
public record SlotPlugins(String journal, String snapshot, String query) {}
