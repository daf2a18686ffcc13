package dev.jcompose.compose.model;

import java.util.List;

/** Bounds of block I/O. */
public record Blkio(
        int weight,
        List<Weight> weightDevice,
        List<Rate> readBps,
        List<Rate> readIops,
        List<Rate> writeBps,
        List<Rate> writeIops) {

    /** Relative weight of a device. */
    public record Weight(String path, int weight) {}

    /** Bytes or operations a second of a device. */
    public record Rate(String path, long rate) {}

    static Blkio of(View view) {
        return new Blkio(
                (int) view.number("weight"),
                view.structs("weight_device", device -> new Weight(device.text("path"), (int) device.number("weight"))),
                view.structs("device_read_bps", Blkio::rate),
                view.structs("device_read_iops", Blkio::rate),
                view.structs("device_write_bps", Blkio::rate),
                view.structs("device_write_iops", Blkio::rate));
    }

    private static Rate rate(View view) {
        return new Rate(view.text("path"), view.bytes("rate"));
    }
}
