package menhir.client;

/**
 * A request together with how to read its answer, so that an answer that cannot be read counts as a failed attempt.
 *
 * @param <T> what the answer says
 */
record Call<T>(Request request, Reader<T> reader) {

    /** Reads an answer, or throws {@link BadAnswerException} when the API does not allow it. */
    interface Reader<T> {
        T read(Answer answer);
    }
}
