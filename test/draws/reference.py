"""Reference values for draws.test.ts: seedrandom's alea (Johannes Baagøe) and Philox4x32-10 written anew in Python 3.

Run: python3 test/draws/reference.py
"""
import math
import os
import runpy

M32 = 2.0 ** 32
murmur = runpy.run_path(os.path.join(os.path.dirname(__file__), "../digest/reference.py"), run_name="reference")["x86_32"]


def philox(counter, key):
    x, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * x[0], 0xCD9E8D57 * x[2]
        x = [(b >> 32) ^ x[1] ^ k[0], b & 0xFFFFFFFF, (a >> 32) ^ x[3] ^ k[1], a & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return x


class Mash:
    def __init__(self):
        self.n = float(0xEFC8249D)

    def __call__(self, text):
        for unit in text.encode("utf-16-le")[::2] if text.isascii() else [ord(c) for c in text]:
            self.n += unit
            h = 0.02519603282416938 * self.n
            self.n = h % M32 // 1
            h -= self.n
            h *= self.n
            self.n = h % M32 // 1
            h -= self.n
            self.n += h * M32
        return (self.n % M32 // 1) / M32


def alea_words(seed, count):
    mash, c = Mash(), 1.0
    s = [mash(" ") for _ in range(3)]
    for i in range(3):
        s[i] -= mash(seed)
        if s[i] < 0:
            s[i] += 1
    words = []
    for _ in range(count):
        t = 2091639 * s[0] + c / M32
        c = float(math.floor(t))
        s = [s[1], s[2], t - c]
        words.append(int(math.floor(s[2] * M32)))
    return words


def run_key(text, replicate=0):
    suffix = "/%d" % replicate if replicate else ""
    return philox(alea_words("%d:%s%s" % (len(text), text, suffix), 4), (0x6A09E667, 0xBB67AE85))[:2]


def uniform(key, stream, entity, round_, k):
    b = philox((round_, k, entity, stream), key)
    return ((b[0] >> 6) * 2.0 ** 26 + (b[1] >> 6) + 0.5) * 2.0 ** -52


def signed(word):
    return word - (word >> 31 << 32)


assert philox((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0)) == [
    0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1]
stream, entity = murmur(b"acceptance", 0x73747265), murmur(b"norway", 0x656E7469)
for text, replicate in [("7", 0), ("7", 1), ("budapest", 0), ("a longer seed, with 37 characters ...", 12)]:
    key = run_key(text, replicate)
    print([text, replicate, signed(key[0]), signed(key[1]), uniform(key, stream, entity, 1, 0)])
