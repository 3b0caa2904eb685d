package menhir.games.node;

/**
 * What a counter needs to know.
 *
 * @param node its node's name, by which it is known as a member
 * @param store the scoreboard whose requests are counted
 * @param drawEvery a winner is drawn after so many new entries; 0: only when an administrator asks
 */
public record RaffleMemberSettings(String node, String store, int drawEvery) {}
