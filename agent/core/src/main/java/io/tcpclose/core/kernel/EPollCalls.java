package io.tcpclose.core.kernel;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/**
 * epoll(7) through the JDK's own {@code sun.nio.ch.EPoll}, whose methods are the same on 17, 21 and 25. Found without
 * initialising anything: on 17 a Selector of the application fails if EPoll is initialised before IOUtil.
 */
final class EPollCalls {
    static final int ADD = 1;
    static final int DELETE = 2;
    static final int MODIFY = 3;

    private final MethodHandle create;
    private final MethodHandle control;
    private final MethodHandle await;
    private final MethodHandle allocate;
    private final MethodHandle free;
    private final MethodHandle event;
    private final MethodHandle descriptor;
    private final MethodHandle events;

    /** @throws ReflectiveOperationException naming what this JDK does not have */
    EPollCalls() throws ReflectiveOperationException {
        Class<?> epoll = Class.forName("sun.nio.ch.EPoll", false, null);
        Lookup lookup = MethodHandles.privateLookupIn(epoll, MethodHandles.lookup());
        create = find(lookup, epoll, "create", int.class);
        control = find(lookup, epoll, "ctl", int.class, int.class, int.class, int.class, int.class);
        await = find(lookup, epoll, "wait", int.class, int.class, long.class, int.class, int.class);
        allocate = find(lookup, epoll, "allocatePollArray", long.class, int.class);
        free = find(lookup, epoll, "freePollArray", void.class, long.class);
        event = find(lookup, epoll, "getEvent", long.class, long.class, int.class);
        descriptor = find(lookup, epoll, "getDescriptor", int.class, long.class);
        events = find(lookup, epoll, "getEvents", int.class, long.class);
    }

    private static MethodHandle find(Lookup lookup, Class<?> type, String name, Class<?> result, Class<?>... parameters)
            throws ReflectiveOperationException {
        return lookup.findStatic(type, name, MethodType.methodType(result, parameters));
    }

    /** To be called before any other, once the application has used a socket. */
    static void initialise() throws ReflectiveOperationException {
        Class.forName("sun.nio.ch.IOUtil", true, null);
    }

    int create() throws IOException {
        try {
            return (int) create.invokeExact();
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** @return 0, or errno */
    int control(int epoll, int operation, int fd, int events) throws IOException {
        try {
            return (int) control.invokeExact(epoll, operation, fd, events);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** @return the number of events, 0 after the time, or negative when interrupted by a signal */
    int await(int epoll, long array, int size, int millis) throws IOException {
        try {
            return (int) await.invokeExact(epoll, array, size, millis);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Native memory for so many events. */
    long allocate(int size) throws IOException {
        try {
            return (long) allocate.invokeExact(size);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    void free(long array) throws IOException {
        try {
            free.invokeExact(array);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    int descriptor(long array, int index) throws IOException {
        try {
            return (int) descriptor.invokeExact((long) event.invokeExact(array, index));
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    int events(long array, int index) throws IOException {
        try {
            return (int) events.invokeExact((long) event.invokeExact(array, index));
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** An Error is of the thread, not of the call. */
    private static IOException failed(Throwable e) {
        if (e instanceof Error error && !(e instanceof LinkageError)) throw error;
        return e instanceof IOException io ? io : new IOException(e);
    }
}
