package menhir.leader;

import menhir.store.Command;

/**
 * A command as a front-end sends it.
 *
 * @param id the front-end's id of the command
 * @param attempt counts how often the command was sent, from 1
 */
public record SubmittedCommand(long id, int attempt, Command command) {}
