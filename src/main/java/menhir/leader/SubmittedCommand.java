package menhir.leader;

import menhir.store.Command;

/**
 * A command as a front-end sends it.
 *
 * @param id the front-end's id of the command
 * @param attempt counts how often the command was sent, from 1
 * @param since a released index from before the first attempt that is unanswered: if that attempt was accepted, its entry is
 *     above. A leader that does not remember the keys of all entries above it cannot decide the command
 */
public record SubmittedCommand(long id, int attempt, long since, Command command) {}
