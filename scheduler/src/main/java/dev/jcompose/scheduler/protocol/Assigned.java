package dev.jcompose.scheduler.protocol;

/**
 * An assignment in its newest form.
 *
 * @param revision grows with every change; a report names the revision it is about
 * @param settled an agent has reported this revision as reached: whoever gets it again only adopts what is there, so that a
 *     container which its user stopped meanwhile stays as it is
 */
public record Assigned(Assignment what, long revision, boolean settled) {
    public Assigned settle() {
        return new Assigned(what, revision, true);
    }
}
