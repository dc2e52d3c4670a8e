using Weir.Learning.Linear;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Linear;

public class UpdateLogTests
{
    private const int Records = 60;

    [Fact]
    public void A_replay_gives_the_same_bytes_as_learning()
    {
        var (log, learned, _) = SomeLog();
        var model = OnlineLogisticTests.Taught(50, 1);
        var replay = UpdateLog.Replay(new MemoryStream(log), model);
        Assert.Equal(new UpdateReplay(Records, log.Length, 0), replay);
        Assert.Equal(OnlineLogisticTests.Bytes(learned), OnlineLogisticTests.Bytes(model));
    }

    [Fact]
    public void Wherever_a_crash_cuts_the_log_whole_records_are_kept_and_the_rest_is_counted()
    {
        var (log, _, ends) = SomeLog();
        for (var length = 32; length < log.Length; length += 7)
        {
            var replay = UpdateLog.Replay(new MemoryStream(log[..length]), OnlineLogisticTests.Taught(50, 1));
            var whole = ends.Count(end => end <= length) - 1;
            Assert.Equal(new UpdateReplay(whole, ends[whole], length - ends[whole]), replay);
        }
    }

    [Fact]
    public void A_cut_log_is_gone_on_with()
    {
        var (log, learned, ends) = SomeLog();
        var model = OnlineLogisticTests.Taught(50, 1);
        using var file = new MemoryStream();
        file.Write(log.AsSpan(0, ends[40] + 5));
        file.Position = 0;
        var replay = UpdateLog.Replay(file, model);
        file.SetLength(replay.ValidBytes);
        file.Position = replay.ValidBytes;
        var random = new Xoshiro256(77);
        for (var i = 0; i < Records; i++)
        {
            var row = OnlineLogisticTests.Row(ref random);
            if (i >= 40) UpdateLog.Learn(file, model, row, (byte)(i % 2), i / 10f);
        }
        Assert.Equal(log, file.ToArray());
        Assert.Equal(OnlineLogisticTests.Bytes(learned), OnlineLogisticTests.Bytes(model));
    }

    [Fact]
    public void A_changed_byte_ends_the_replay_before_its_record()
    {
        var (log, _, ends) = SomeLog();
        var random = new Xoshiro256(9);
        for (var i = 0; i < 300; i++)
        {
            var at = 32 + random.NextInt(log.Length - 32);
            var damaged = (byte[])log.Clone();
            damaged[at] ^= (byte)(1 << random.NextInt(8));
            var replay = UpdateLog.Replay(new MemoryStream(damaged), OnlineLogisticTests.Taught(50, 1));
            var whole = ends.Count(end => end <= at) - 1;
            Assert.Equal(whole, replay.Records);
            Assert.Equal(log.Length, replay.ValidBytes + replay.DroppedBytes);
        }
    }

    [Fact]
    public void A_record_lost_or_doubled_is_found()
    {
        var (log, _, ends) = SomeLog();
        byte[] lost = [.. log[..ends[10]], .. log[ends[11]..]], doubled = [.. log[..ends[11]], .. log[ends[10]..]];
        Assert.Equal(10, UpdateLog.Replay(new MemoryStream(lost), OnlineLogisticTests.Taught(50, 1)).Records);
        Assert.Equal(11, UpdateLog.Replay(new MemoryStream(doubled), OnlineLogisticTests.Taught(50, 1)).Records);
    }

    [Fact]
    public void The_log_of_another_state_and_what_is_no_log_are_refused()
    {
        var (log, _, _) = SomeLog();
        Assert.Throws<InvalidDataException>(() => UpdateLog.Replay(new MemoryStream(log), OnlineLogisticTests.Taught(51, 1)));
        Assert.Throws<InvalidDataException>(() => UpdateLog.Replay(new MemoryStream(log[..31]), OnlineLogisticTests.Taught(50, 1)));
        Assert.Throws<InvalidDataException>(() => UpdateLog.Replay(new MemoryStream(new byte[100]), OnlineLogisticTests.Taught(50, 1)));
    }

    [Fact]
    public void An_impossible_update_is_neither_written_nor_learned()
    {
        var (model, file) = (OnlineLogisticTests.Taught(5, 1), new MemoryStream());
        Assert.Throws<ArgumentException>(() => UpdateLog.Learn(file, model, [1], 2));
        Assert.Throws<ArgumentException>(() => UpdateLog.Learn(file, model, [1], 1, float.NaN));
        Assert.Throws<ArgumentException>(() => UpdateLog.Learn(file, model, new uint[(1 << 20) + 1], 1));
        Assert.Equal((0, 5), (file.Length, model.Updates));
    }

    [Fact]
    public void Whatever_follows_the_start_is_replayed_or_dropped()
    {
        var random = new Xoshiro256(12);
        var (log, _, _) = SomeLog();
        for (var i = 0; i < 500; i++)
        {
            var noise = new byte[random.NextInt(200)];
            foreach (ref var value in noise.AsSpan()) value = (byte)random.NextInt(random.NextInt(2) == 0 ? 3 : 256);
            var replay = UpdateLog.Replay(new MemoryStream([.. log[..32], .. noise]), OnlineLogisticTests.Taught(50, 1));
            Assert.Equal(new UpdateReplay(0, 32, noise.Length), replay);
        }
    }

    /// <summary>A log, the model that wrote it, and where start and records end.</summary>
    private static (byte[] Log, OnlineLogistic Model, List<int> Ends) SomeLog()
    {
        var (model, file, ends) = (OnlineLogisticTests.Taught(50, 1), new MemoryStream(), new List<int>());
        UpdateLog.Start(file, model);
        ends.Add((int)file.Length);
        var random = new Xoshiro256(77);
        for (var i = 0; i < Records; i++)
        {
            UpdateLog.Learn(file, model, OnlineLogisticTests.Row(ref random), (byte)(i % 2), i / 10f);
            ends.Add((int)file.Length);
        }
        return (file.ToArray(), model, ends);
    }
}
