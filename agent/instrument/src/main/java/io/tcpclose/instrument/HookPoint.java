package io.tcpclose.instrument;

import java.util.List;

/**
 * A place in the JDK where one advice goes in.
 *
 * @param name what reports call it
 * @param places where to look, in any of these classes: JDK lines moved methods between classes, so one match is enough
 * @param advice the class in {@code io.tcpclose.instrument.advice} whose enter and exit code is inlined, by its binary simple name
 * @param why what only this place can tell
 */
record HookPoint(String name, List<Place> places, String advice, String why) {

    /**
     * A method by name and the first of its parameter types. Never the whole descriptor: those change within an update line
     * ({@code SocketDispatcher.preClose} did in 17.0.21).
     *
     * @param type binary name
     * @param method {@code <init>} for a constructor
     * @param parameters beginning of the descriptor, such as {@code (Ljava/io/FileDescriptor;}; a closing parenthesis in it
     *     means "and no more parameters"
     * @param from first JDK line in which this is the right place
     * @param until last one
     */
    record Place(String type, String method, String parameters, int from, int until) {

        Place(String type, String method, String parameters) {
            this(type, method, parameters, 0, Integer.MAX_VALUE);
        }

        /** @param jdk the line that the method is of */
        boolean matches(String name, String descriptor, int jdk) {
            return method.equals(name) && descriptor.startsWith(parameters) && from <= jdk && jdk <= until;
        }
    }
}
