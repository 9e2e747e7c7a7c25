"""Reference values for digest.test.ts, from the published MurmurHash3 (Austin Appleby, public domain).

Written from the C++ original's description, byte by byte, and proved by SMHasher's verification values before it prints
anything. Run with Python 3: python3 test/digest/reference.py
"""
import struct

MASK = 0xFFFFFFFF


def rotate(x, r):
    return ((x << r) | (x >> (32 - r))) & MASK


def fmix(h):
    h ^= h >> 16
    h = h * 0x85EBCA6B & MASK
    h ^= h >> 13
    h = h * 0xC2B2AE35 & MASK
    return h ^ (h >> 16)


def x86_32(data, seed):
    h = seed
    whole = len(data) // 4 * 4
    for i in range(0, whole, 4):
        k = int.from_bytes(data[i:i + 4], "little")
        h ^= rotate(k * 0xCC9E2D51 & MASK, 15) * 0x1B873593 & MASK
        h = (rotate(h, 13) * 5 + 0xE6546B64) & MASK
    if len(data) > whole:
        k = int.from_bytes(data[whole:], "little")
        h ^= rotate(k * 0xCC9E2D51 & MASK, 15) * 0x1B873593 & MASK
    return fmix(h ^ len(data))


C = [0x239B961B, 0xAB0E9789, 0x38B34AE5, 0xA1E38B93]
TURN = [15, 16, 17, 18]
SPIN = [19, 17, 15, 13]
ADD = [0x561CCD1B, 0x0BCAA747, 0x96CD1C35, 0x32AC3B17]


def x86_128(data, seed):
    h = [seed] * 4
    whole = len(data) // 16 * 16
    for i in range(0, whole, 16):
        words = struct.unpack("<4I", data[i:i + 16])
        for lane in range(4):
            h[lane] ^= rotate(words[lane] * C[lane] & MASK, TURN[lane]) * C[(lane + 1) % 4] & MASK
            h[lane] = (rotate(h[lane], SPIN[lane]) + h[(lane + 1) % 4]) & MASK
            h[lane] = (h[lane] * 5 + ADD[lane]) & MASK
    rest = data[whole:]
    for lane in range(4):
        part = rest[4 * lane:4 * lane + 4]
        if part:
            k = int.from_bytes(part, "little")
            h[lane] ^= rotate(k * C[lane] & MASK, TURN[lane]) * C[(lane + 1) % 4] & MASK
    h = [x ^ len(data) for x in h]
    h[0] = sum(h) & MASK
    h[1:] = [(x + h[0]) & MASK for x in h[1:]]
    h = [fmix(x) for x in h]
    h[0] = sum(h) & MASK
    h[1:] = [(x + h[0]) & MASK for x in h[1:]]
    return h


def verification(function):
    """SMHasher's VerificationTest: keys {0}, {0,1}, … with seed 256 − length, the results hashed with seed 0."""
    results = b"".join(function(bytes(range(i)), 256 - i) for i in range(256))
    return int.from_bytes(function(results, 0)[:4], "little")


assert verification(lambda d, s: struct.pack("<I", x86_32(d, s))) == 0xB0F57EE3
assert verification(lambda d, s: struct.pack("<4I", *x86_128(d, s))) == 0xB3ECE62A


def chain(records):
    data = b"".join(struct.pack("<8I", *[w & MASK for w in r], 0, 0) for r in records)
    return "".join("%08x" % x for x in x86_128(data, 0x506C656E))


def weyl(count):
    """Records of well-spread words both languages can make: multiples of the golden ratio."""
    return [[(i * 6 + j + 1) * 0x9E3779B9 & MASK for j in range(6)] for i in range(count)]


print("chain of none      ", chain([]))
print("one of zeros       ", chain([[0] * 6]))
print("one, 1 … 6         ", chain([[1, 2, 3, 4, 5, 6]]))
print("1 … 6, then -1 × 6 ", chain([[1, 2, 3, 4, 5, 6], [-1] * 6]))
print("1000 Weyl records  ", chain(weyl(1000)))
print("no words           %d" % x86_32(b"", 0))
print("int 0              %d" % x86_32(struct.pack("<i", 0), 0))
print("ints 1 -2 3        %d" % x86_32(struct.pack("<3i", 1, -2, 3), 0))
print("doubles 0.1 -2.5   %d" % x86_32(struct.pack("<2d", 0.1, -2.5), 0))
print("double 0           %d" % x86_32(struct.pack("<d", 0.0), 0))
print("bytes 1 2 255      %d" % x86_32(struct.pack("<3I", 1, 2, 255), 0))
print("stream acceptance  %d" % x86_32("acceptance".encode(), 0x73747265))
print("entity acceptance  %d" % x86_32("acceptance".encode(), 0x656E7469))
print("entity côte-d’ivoire %d" % x86_32("côte-d’ivoire".encode(), 0x656E7469))
