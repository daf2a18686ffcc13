# Tells of every system call whether the filters that are in place let it through, and executes none of them: a filter of its
# own hands each to a tracer that is not there, which is ENOSYS and yields to any refusal of a filter before it.
# exit_group, with which it ends; uretprobe and uprobe, which filters do not see and which end who calls them; clone3, see below
my %skip = map { $_ => 1 } (231, 335, 336, 435);
my %own = map { $_ => 1 } (1, 9, 11, 12, 25, 231);
my $program = pack("SCCL", 0x20, 0, 0, 0);
my @own = sort { $a <=> $b } keys %own;
for my $i (0 .. $#own) { $program .= pack("SCCL", 0x15, @own - $i, 0, $own[$i]); }
$program .= pack("SCCL", 6, 0, 0, 0x7ff00000) . pack("SCCL", 6, 0, 0, 0x7fff0000);
my $filter = pack("S x6 P", length($program) / 8, $program);
# Refused as if it were not known: that looks alike, so it is tried before.
my $clone3 = (syscall(435, 0, 0), $! + 0)[1];
syscall(157, 38, 1, 0, 0, 0) == 0 or die "no_new_privs: $!";
syscall(157, 22, 2, $filter) == 0 or die "seccomp: $!";
my $said = "435 0 $clone3\n";
for my $call ((map { "$_ 0" } 0 .. 1200), @ARGV) {
    my ($number, $argument) = split / /, $call;
    next if $skip{$number};
    $! = 0;
    syscall($number, $own{$number} ? -1 : $argument + 0, 0, 0, 0, 0, 0);
    $said .= "$number $argument " . ($! + 0) . "\n";
}
syscall(1, 1, $said, length $said);
syscall(231, 0);
