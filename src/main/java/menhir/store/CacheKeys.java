package menhir.store;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names for everything about a store that a front-end may cache: an item, a scoreboard's board or its roster under its own
 * name, the items of a topic, the item that has a number. The last two begin with a tab, which no name has, so that no two
 * are ever the same.
 *
 * <p>What an entry changes is told here and nowhere else: whoever decides an entry must have all of {@link #changedBy}
 * invalidated, or a cache goes on showing what was before.
 */
public final class CacheKeys {
    private static final String TOPIC = "\ttopic\t";
    private static final String NUMBER = "\tnumber\t";

    private CacheKeys() {}

    public static String ofValue(String name) {
        return name;
    }

    public static String ofTopic(String topic) {
        return TOPIC + topic;
    }

    public static String ofNumber(long number) {
        return NUMBER + number;
    }

    /**
     * Everything that is not the same after an entry as before.
     *
     * @param before the state that the entry is about to be applied to
     */
    static Set<String> changedBy(Entry entry, StoreState before) {
        Set<String> names = entry.touches();
        Set<String> keys = new HashSet<>(names);
        for (String name : names) {
            Item item = before.item(name);
            addTopic(keys, item == null ? null : item.topic());
        }
        if (entry instanceof Entry.Repriced repriced) {
            addTopic(keys, repriced.topic());
        } else if (entry instanceof Entry.ItemAdded added) {
            addTopic(keys, added.topic());
            if (added.number() != null) {
                keys.add(ofNumber(added.number()));
            }
        }
        // Most items have no topic and no number.
        return keys.size() == names.size() ? names : keys;
    }

    private static void addTopic(Set<String> keys, @Nullable String topic) {
        if (topic != null) {
            keys.add(ofTopic(topic));
        }
    }
}
