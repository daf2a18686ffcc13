package dev.jcompose.engine.image;

import dev.jcompose.api.container.ContainerConfig;
import dev.jcompose.engine.content.Descriptor;
import dev.jcompose.engine.content.Digest;
import dev.jcompose.engine.content.ImageConfig;
import dev.jcompose.engine.content.Platform;
import java.util.ArrayList;
import java.util.List;

/** An image in the making: its configuration, and the blobs of its layers in the same order, all in the stores. */
public record NewImage(ImageConfig config, List<Descriptor> blobs) {

    public static NewImage scratch(Platform platform) {
        return new NewImage(ImageConfig.scratch(platform), List.of());
    }

    public static NewImage on(Image parent) {
        return new NewImage(
                parent.config(), parent.layers().stream().map(Image.Layer::blob).toList());
    }

    public NewImage withConfig(ContainerConfig changed) {
        return new NewImage(config.withConfig(changed), blobs);
    }

    public NewImage withAuthor(String author) {
        return author.isEmpty() ? this : new NewImage(config.withAuthor(author), blobs);
    }

    public NewImage plusLayer(Digest diffId, Descriptor blob, ImageConfig.History step) {
        var more = new ArrayList<>(blobs);
        more.add(blob);
        return new NewImage(config.plusLayer(diffId, step), List.copyOf(more));
    }

    public NewImage plusStep(ImageConfig.History step) {
        return new NewImage(config.plusStep(step), blobs);
    }
}
