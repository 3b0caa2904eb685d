package menhir.store;

/** So many of one item. */
public record Line(String item, long quantity) {}
