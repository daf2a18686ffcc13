/**
 * nftables through libnftables, in this process: a change is one text of the nft language and one transaction of the kernel; what
 * there is comes back as JSON. Knows nothing of what the rules are for.
 */
@NullMarked
package dev.jcompose.linux.nft;

import org.jspecify.annotations.NullMarked;
