package menhir.http.docs;

/** Text of a page. All that is not written as markup here is escaped. */
final class Html {
    private final StringBuilder page = new StringBuilder(1 << 17);

    /** Adds markup: a constant, never text from anywhere. */
    Html markup(String constant) {
        page.append(constant);
        return this;
    }

    Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                default -> page.append(character);
            }
        }
        return this;
    }

    /** An element without attributes that has only text. */
    Html element(String name, String text) {
        return markup("<" + name + ">").text(text).markup("</" + name + ">");
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
