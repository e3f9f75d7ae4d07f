package io.tcpclose.core.site;

/** Who holds call sites. Asked when there are too many of them. */
public interface SiteUsers {
    SiteUsers NONE = new SiteUsers() {
        @Override
        public void mark() {
            // nobody holds any
        }

        @Override
        public void forget() {
            // nobody holds any
        }
    };

    /** What a call site is good for, the least first. */
    enum Use {
        NONE,
        /** A step of an open connection. */
        STEP,
        /** It opened a connection that is open. */
        OPENED,
        /** A finding names it. */
        FOUND
    }

    /** Calls {@link Site#usedFor} on each that is held. */
    void mark();

    /** Lets go of each that {@link Site#hasFallen}: its stack must not outlive the cap. */
    void forget();
}
