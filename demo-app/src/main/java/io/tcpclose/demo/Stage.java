package io.tcpclose.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What one scenario needs around it: a peer, time, and an end. Used by the thread that plays the scenario; tasks run on
 * threads of their own and have ended before the tasks of {@link #atEnd} begin.
 */
public final class Stage {
    // A dropped socket would be another scenario.
    private static final Set<Stage> KEEPERS = ConcurrentHashMap.newKeySet();

    private final String name;
    private final PeerProcess peer;
    private final Addresses addresses;
    private final CountDownLatch holdOver;
    private final List<Thread> errands = new ArrayList<>();
    private final List<Thread> repeaters = new ArrayList<>();
    private final List<Task> endings = new ArrayList<>();
    private final List<AutoCloseable> kept = Collections.synchronizedList(new ArrayList<>());
    private final List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> ports = new CopyOnWriteArrayList<>();
    private final List<Integer> ownPorts = new CopyOnWriteArrayList<>();
    private Narrator narrator = Narrator.SILENT;

    Stage(String name, PeerProcess peer, CountDownLatch holdOver) {
        this(name, peer, new Addresses(peer), holdOver);
    }

    Stage(String name, PeerProcess peer, Addresses addresses, CountDownLatch holdOver) {
        this.name = name;
        this.peer = peer;
        this.addresses = addresses;
        this.holdOver = holdOver;
    }

    /** Returns an address of the peer that no other scenario has, where it behaves as told. */
    public InetSocketAddress peer(Behaviour behaviour) throws IOException {
        int port = addresses.peerPort(behaviour);
        narrator.begins();
        ports.add(port);
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Where to listen; 0, which is any free port, unless the scenario has listened before. */
    public int ownPort() {
        return addresses.takeOwnPort();
    }

    /** Lets the peer connect to a port of ours; returns once it has. */
    public void peerConnects(int port, Behaviour behaviour) throws IOException {
        if (!ports.contains(port)) {
            narrator.begins();
            ports.add(port);
            ownPorts.add(port);
            addresses.ownPortWorks(port);
        }
        peer.connect(port, behaviour);
    }

    /** Runs the task beside the other scenarios; the hold lasts until it is done. */
    public void background(Task task) {
        errands.add(start(task));
    }

    /** Runs the task again and again, in the background, until the hold is over. */
    public void repeat(int everyMillis, Task task) {
        repeaters.add(start(() -> {
            while (!holdOver.await(everyMillis, TimeUnit.MILLISECONDS)) {
                task.run();
            }
        }));
    }

    /** Runs the task once the hold is over. */
    public void atEnd(Task task) {
        endings.add(task);
    }

    /** Keeps the object reachable, and so its connection open, until the JVM exits. */
    public <T extends AutoCloseable> T keepUntilExit(T resource) {
        KEEPERS.add(this);
        kept.add(resource);
        return resource;
    }

    /** Tells of a connection, and returns it. */
    public <T> T opened(T socket) {
        narrator.opened(socket);
        return socket;
    }

    /** Tells what was just done, one clause. */
    public void did(String what) {
        narrator.did(what);
    }

    void tells(Narrator narrator) {
        this.narrator = narrator;
    }

    /** Lets a child process of the demo connect to a port of ours. */
    public void childConnects(int port, Class<?> main, String... args) throws IOException {
        narrator.begins();
        ports.add(port);
        ownPorts.add(port);
        List<String> command = new ArrayList<>(List.of(java(main)));
        command.add(String.valueOf(port));
        command.addAll(List.of(args));
        new ProcessBuilder(command).inheritIO().start();
    }

    /** The command of another JVM that runs this class of the demo. */
    public String[] java(Class<?> main) throws IOException {
        return PeerProcess.java(main);
    }

    /** Gives the peer its cue; returns once it has done what it waited to do. */
    public void cue() throws IOException {
        peer.cue(lastPort());
    }

    /** Waits until the peer has closed its end, and returns how its reading ended: end-of-file or an error. */
    public String peerSaw() throws IOException {
        return peer.awaitEnd(lastPort());
    }

    private int lastPort() {
        return ports.get(ports.size() - 1);
    }

    /** Lets time pass. */
    public void pause(int millis) throws InterruptedException {
        Thread.sleep(millis);
    }

    void play(Scenario scenario) {
        attempt(() -> scenario.play().on(this));
    }

    void awaitErrands() throws InterruptedException {
        for (Thread errand : errands) {
            errand.join();
        }
    }

    /** To be called once the hold is over. */
    void end() throws InterruptedException {
        for (Thread repeater : repeaters) {
            repeater.join();
        }
        endings.forEach(this::attempt);
    }

    /** Closes what was to be open until exit, of which there would be too much. */
    void release() {
        kept.forEach(Release::quietly);
        KEEPERS.remove(this);
    }

    String name() {
        return name;
    }

    /** Where this scenario's connections were accepted. */
    List<Integer> ports() {
        return ports;
    }

    /** Those of them that we listen on. */
    List<Integer> ownPorts() {
        return ownPorts;
    }

    List<Exception> failures() {
        return failures;
    }

    private Thread start(Task task) {
        Thread thread = new Thread(() -> attempt(task), name);
        thread.start();
        return thread;
    }

    private void attempt(Task task) {
        try {
            task.run();
        } catch (Exception e) {
            failures.add(e);
        }
    }

    /** Work that may fail. */
    public interface Task {
        void run() throws Exception;
    }
}
