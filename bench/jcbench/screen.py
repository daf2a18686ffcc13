"""As much of a terminal as jcompose uses: what a reader would see on it, as lines of text."""

import codecs
import re

CONTROL = re.compile(r"\x1b\[([?0-9;]*)([A-Za-z])|\x1b[=>78]")


class Screen:
    """Endless downwards, so that nothing scrolls away; `columns` wide, where longer lines go on in the next."""

    def __init__(self, columns):
        self.columns = columns
        self.rows = [[]]
        self.row = self.column = 0
        self.wraps = True
        self.rest = ""
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def feed(self, data):
        text = self.rest + self.decoder.decode(data)
        self.rest = ""
        at = 0
        while at < len(text):
            if text[at] == "\x1b":
                found = CONTROL.match(text, at)
                if not found:
                    self.rest = text[at:]
                    return
                self.control(found.group(1) or "", found.group(2))
                at = found.end()
            else:
                self.put(text[at])
                at += 1

    def control(self, arguments, letter):
        count = int(arguments) if arguments.isdigit() else 1
        if letter == "A":
            self.row = max(0, self.row - count)
        elif letter == "B":
            self.down(count)
        elif letter == "K":
            del self.rows[self.row][self.column:]
        elif letter == "J":
            del self.rows[self.row][self.column:]
            del self.rows[self.row + 1:]
        elif arguments == "?7":
            self.wraps = letter == "h"

    def put(self, letter):
        if letter == "\n":
            self.down(1)
        elif letter == "\r":
            self.column = 0
        elif letter == "\t":
            self.column += 8 - self.column % 8
        elif letter >= " ":
            if self.column >= self.columns:
                if not self.wraps:
                    return
                self.down(1)
                self.column = 0
            line = self.rows[self.row]
            line += [" "] * (self.column + 1 - len(line))
            line[self.column] = letter
            self.column += 1

    def down(self, count):
        self.row += count
        self.rows += [[] for _ in range(self.row + 1 - len(self.rows))]

    def lines(self):
        lines = ["".join(row).rstrip() for row in self.rows]
        while lines and not lines[-1]:
            lines.pop()
        return lines
