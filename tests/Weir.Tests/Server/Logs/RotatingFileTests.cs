using System.Text;
using Weir.Server.Logs;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Logs;

public sealed class RotatingFileTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly FakeTime _time = new();

    private string Active => _folder.File("logs/weir.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_large_file_gives_way_to_a_new_one_and_only_some_are_kept()
    {
        using var file = new RotatingFile(Settings() with { MostBytes = 100, MostFiles = 3 }, _time);
        for (var n = 0; n < 60; n++) file.Write(Encoding.UTF8.GetBytes($"line {n:00}\n"));
        var older = Older();
        Assert.Equal(3, older.Length);
        Assert.All(older, path => Assert.InRange(new FileInfo(path).Length, 90, 100));
        var lines = older.Append(Active).SelectMany(File.ReadAllLines).ToArray();
        Assert.Equal("line 59", lines[^1]);
        Assert.Equal(lines.Order(StringComparer.Ordinal), lines);
    }

    [Fact]
    public void A_new_day_begins_a_new_file()
    {
        using var file = new RotatingFile(Settings(), _time);
        file.Write("one\n"u8);
        _time.Advance(TimeSpan.FromDays(1));
        file.Write("two\n"u8);
        Assert.Equal("two\n", File.ReadAllText(Active));
        Assert.Equal("one\n", File.ReadAllText(Assert.Single(Older())));
    }

    [Fact]
    public void What_is_older_than_allowed_is_deleted()
    {
        Directory.CreateDirectory(_folder.File("logs"));
        var old = _folder.Write("logs/weir-20250101T000000Z-000.jsonl", "old\n");
        File.SetLastWriteTimeUtc(old, new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        using var file = new RotatingFile(Settings(), _time);
        file.Write("one\n"u8);
        _time.Advance(TimeSpan.FromDays(1));
        file.Write("two\n"u8);
        Assert.False(File.Exists(old));
        Assert.Single(Older());
    }

    [Fact]
    public void A_restart_goes_on_in_the_same_file()
    {
        using (var file = new RotatingFile(Settings(), TimeProvider.System)) file.Write("one\n"u8);
        using (var file = new RotatingFile(Settings(), TimeProvider.System)) file.Write("two\n"u8);
        Assert.Equal("one\ntwo\n", File.ReadAllText(Active));
    }

    [Fact]
    public void A_full_disk_stops_nobody_and_is_told_when_there_is_room_again()
    {
        Directory.CreateDirectory(_folder.File("logs"));
        File.CreateSymbolicLink(Active, "/dev/full");
        using var file = new RotatingFile(Settings(), _time);
        for (var n = 0; n < 5; n++) file.Write("lost\n"u8);
        Assert.Equal(5, file.Lost);
        File.Delete(Active);
        _time.Advance(TimeSpan.FromSeconds(2));
        file.Write("kept\n"u8);
        Assert.Equal(0, file.Lost);
        var lines = File.ReadAllLines(Active);
        Assert.Contains("5 lines before this one could not be written.", lines[0], StringComparison.Ordinal);
        Assert.Equal("kept", lines[1]);
    }

    private LogSettings Settings() => new() { File = Active };

    private string[] Older() => [.. Directory.GetFiles(_folder.File("logs"), "weir-*.jsonl").Order(StringComparer.Ordinal)];
}
