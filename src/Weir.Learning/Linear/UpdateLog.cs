using System.Buffers.Binary;
using Weir.Learning.Numerics;

namespace Weir.Learning.Linear;

/// <summary>What a replay did.</summary>
/// <param name="Records">Updates learned.</param>
/// <param name="ValidBytes">Where the last whole record ends: cut the log here before appending.</param>
/// <param name="DroppedBytes">What follows it: a record that a crash cut short, or damage.</param>
public readonly record struct UpdateReplay(long Records, long ValidBytes, long DroppedBytes);

/// <summary>
/// An append-only log of updates of an <see cref="OnlineLogistic"/>. Little-endian. Start (32 bytes): magic 8, the state's
/// updates i64, its bits i32, zeros 12. Record: number of indices u32, label u32, weight f32, indices u32 each, check u32
/// (a hash of all before it in the record and of its number). Replayed on the state that the log began with, it gives the
/// same bytes as learning did.
/// </summary>
public static class UpdateLog
{
    private const int StartBytes = 32;
    private const int FrameBytes = 16;
    private const int MostIndices = 1 << SparseRowsBuilder.ChunkBits;

    private static ReadOnlySpan<byte> Magic => "WEIRUPD\u0001"u8;

    /// <summary>Begins a log of the updates that follow the model's present state.</summary>
    public static void Start(Stream to, OnlineLogistic model)
    {
        Span<byte> start = stackalloc byte[StartBytes];
        WriteStart(start, model);
        to.Write(start);
    }

    /// <summary>
    /// Learns from one row and appends it. Nothing is learned when the row cannot be written; whether it reaches the disk is
    /// the stream's matter.
    /// </summary>
    /// <exception cref="ArgumentException">An impossible label or weight, or more than 2^20 indices.</exception>
    public static void Learn(Stream to, OnlineLogistic model, ReadOnlySpan<uint> row, byte label, float weight = 1)
    {
        if (!OnlineLogistic.IsLearnable(label, weight) || row.Length > MostIndices)
            throw new ArgumentException($"Label {label}, weight {weight} and {row.Length} indices are no update.", nameof(row));
        var words = new uint[row.Length + FrameBytes / 4];
        (words[0], words[1], words[2]) = ((uint)row.Length, label, BitConverter.SingleToUInt32Bits(weight));
        row.CopyTo(words.AsSpan(3));
        words[^1] = CheckOf(words.AsSpan(0, words.Length - 1), model.Updates);
        var bytes = new byte[4 * words.Length];
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), words[i]);
        to.Write(bytes);
        model.LearnChecked(row, label, weight);
    }

    /// <summary>Learns all whole records, from the stream's position to its end or to the first that is damaged.</summary>
    /// <exception cref="InvalidDataException">It is no log, or the log of another state.</exception>
    public static UpdateReplay Replay(Stream from, OnlineLogistic model)
    {
        Span<byte> start = stackalloc byte[StartBytes], expected = stackalloc byte[StartBytes];
        WriteStart(expected, model);
        if (from.ReadAtLeast(start, StartBytes, false) < StartBytes || !start.StartsWith(Magic))
            throw new InvalidDataException("This is no log of updates; check the path.");
        if (!start.SequenceEqual(expected))
            throw new InvalidDataException($"This log of updates does not continue the model's state after {model.Updates} updates; use the state that it began with.");
        long records = 0, valid = StartBytes;
        var read = valid;
        while (ReadRecord(from, model, ref read))
        {
            records++;
            valid = read;
        }
        return new UpdateReplay(records, valid, read - valid + Rest(from));
    }

    private static bool ReadRecord(Stream from, OnlineLogistic model, ref long read)
    {
        Span<byte> head = stackalloc byte[12];
        if (!Fill(from, head, ref read)) return false;
        var count = BinaryPrimitives.ReadUInt32LittleEndian(head);
        var label = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        var weight = BinaryPrimitives.ReadSingleLittleEndian(head[8..]);
        if (count > MostIndices || label > 1 || !OnlineLogistic.IsLearnable((byte)label, weight)) return false;
        var bytes = new byte[head.Length + 4 * (int)count + 4];
        head.CopyTo(bytes);
        if (!Fill(from, bytes.AsSpan(head.Length), ref read)) return false;
        var words = new uint[bytes.Length / 4];
        for (var i = 0; i < words.Length; i++) words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 * i));
        if (words[^1] != CheckOf(words.AsSpan(0, words.Length - 1), model.Updates)) return false;
        model.LearnChecked(words.AsSpan(3, (int)count), (byte)label, weight);
        return true;
    }

    private static bool Fill(Stream from, Span<byte> bytes, ref long read)
    {
        var got = from.ReadAtLeast(bytes, bytes.Length, false);
        read += got;
        return got == bytes.Length;
    }

    private static long Rest(Stream from)
    {
        var (buffer, rest) = (new byte[65536], 0L);
        for (int got; (got = from.Read(buffer)) > 0;) rest += got;
        return rest;
    }

    private static void WriteStart(Span<byte> start, OnlineLogistic model)
    {
        start.Clear();
        Magic.CopyTo(start);
        BinaryPrimitives.WriteInt64LittleEndian(start[8..], model.Updates);
        BinaryPrimitives.WriteInt32LittleEndian(start[16..], model.Bits);
    }

    /// <summary>The number of the record is part of it: one that was lost or written twice is found.</summary>
    private static uint CheckOf(ReadOnlySpan<uint> words, long number)
    {
        var hash = SplitMix64.Mix((ulong)number, 0x5EED);
        foreach (var word in words) hash = SplitMix64.Mix(hash ^ word);
        return (uint)(hash >> 32);
    }
}
