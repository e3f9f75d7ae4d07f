package io.tcpclose.core.kernel;

import java.io.FileDescriptor;
import java.lang.ProcessBuilder.Redirect;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;

/** Starts a child that has one of our sockets, as a native fork or a SCM_RIGHTS message would give it one. */
final class InheritedSocket {
    private InheritedSocket() {}

    /** The descriptor becomes number 0 of the child: the JDK takes it for the end of a pipe between two of its children. */
    static Process start(int descriptor, String... command) throws ReflectiveOperationException {
        Redirect[] redirects = {pipe(descriptor), Redirect.DISCARD, Redirect.DISCARD};
        Method start = Class.forName("java.lang.ProcessImpl")
                .getDeclaredMethod("start", String[].class, Map.class, String.class, Redirect[].class, boolean.class);
        start.setAccessible(true);
        return (Process) start.invoke(null, command, null, null, redirects, false);
    }

    private static Redirect pipe(int descriptor) throws ReflectiveOperationException {
        Class<?> type = Class.forName("java.lang.ProcessBuilder$RedirectPipeImpl");
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Redirect pipe = (Redirect) constructor.newInstance();
        setNumber(field(type, pipe), descriptor);
        return pipe;
    }

    private static FileDescriptor field(Class<?> type, Object pipe) throws ReflectiveOperationException {
        Field field = type.getDeclaredField("fd");
        field.setAccessible(true);
        return (FileDescriptor) field.get(pipe);
    }

    private static void setNumber(FileDescriptor descriptor, int number) throws ReflectiveOperationException {
        Object access = Class.forName("jdk.internal.access.SharedSecrets")
                .getMethod("getJavaIOFileDescriptorAccess")
                .invoke(null);
        Class.forName("jdk.internal.access.JavaIOFileDescriptorAccess")
                .getMethod("set", FileDescriptor.class, int.class)
                .invoke(access, descriptor, number);
    }
}
