package menhir.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A fenced block of a document.
 *
 * @param line number of its first line, for messages
 * @param language the word after the fence
 * @param reason why it is not run; empty if it is
 */
record Block(Path document, int line, String language, String reason, List<String> lines) {
    private static final String FENCE = "```";
    private static final String MARKER = "<!-- not run: ";

    /** A command of a transcript, and what it prints. */
    record Step(String command, String output) {}

    /** All documents, in reading order. */
    static List<Path> documents(Path root) throws IOException {
        List<Path> documents = new ArrayList<>(List.of(root.resolve("README.md"), root.resolve("CONTRIBUTING.md")));
        try (Stream<Path> files = Files.list(root.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        return documents;
    }

    /** The fenced blocks of a document. */
    static List<Block> of(Path document) throws IOException {
        List<Block> blocks = new ArrayList<>();
        String reason = "";
        List<String> lines = Files.readAllLines(document);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith(MARKER)) {
                reason = line.substring(MARKER.length()).replace("-->", "").strip();
            } else if (line.startsWith(FENCE)) {
                List<String> inside = new ArrayList<>();
                int first = i + 2;
                for (i++; i < lines.size() && !lines.get(i).strip().equals(FENCE); i++) {
                    inside.add(lines.get(i));
                }
                blocks.add(new Block(document, first, line.substring(FENCE.length()), reason, List.copyOf(inside)));
                reason = "";
            } else if (!line.isEmpty()) {
                // A marker is for the block that follows at once.
                reason = "";
            }
        }
        return blocks;
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    /** The commands of a transcript: they begin with "$ ", go on after a backslash, and what they print follows. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        StringBuilder command = new StringBuilder();
        StringBuilder output = new StringBuilder();
        boolean goesOn = false;
        for (String line : lines) {
            if (line.startsWith("$ ") && !goesOn) {
                add(steps, command, output);
                command.append(line.substring(2));
            } else if (goesOn) {
                command.append('\n').append(line);
            } else {
                output.append(line).append('\n');
            }
            goesOn = (goesOn || line.startsWith("$ ")) && line.endsWith("\\");
        }
        add(steps, command, output);
        return steps;
    }

    private static void add(List<Step> steps, StringBuilder command, StringBuilder output) {
        if (command.length() > 0) {
            steps.add(new Step(command.toString(), output.toString()));
        }
        command.setLength(0);
        output.setLength(0);
    }

    @Override
    public String toString() {
        return document.getFileName() + ":" + line;
    }
}
