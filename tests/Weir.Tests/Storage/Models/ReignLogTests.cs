using Microsoft.Data.Sqlite;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Models;

public sealed class ReignLogTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();
    private readonly DateTimeOffset _start;
    private readonly WeirStore _store;

    public ReignLogTests()
    {
        _start = _time.GetUtcNow();
        _store = WeirStore.Open(_directory.Path, _time);
        ToyModels.Champion(_store, "v1");
        _time.Advance(TimeSpan.FromDays(10));
        ToyModels.Champion(_store, "v2");
        ToyModels.Champion(_store, "v3");
        _time.Advance(TimeSpan.FromDays(10));
        _store.Models.Rollback("anna", "false alarms at the bank");
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void The_champion_of_any_moment_is_known_with_who_and_why()
    {
        Assert.Null(_store.Reigns.At(_start.AddSeconds(-1)));
        Assert.Equal(("v1", "test", _start.AddDays(10)), (At(0)!.Version, At(0)!.Actor, At(0)!.Until!.Value));
        Assert.Equal("v1", At(9)!.Version);
        Assert.Equal("v3", At(10)!.Version);
        Assert.Equal("v3", At(15)!.Version);
        var now = At(50)!;
        Assert.Equal(("v2", "rolled-back", "anna", "false alarms at the bank", null), (now.Version, now.Kind, now.Actor, now.Reason, now.Until));
    }

    [Fact]
    public void Every_champion_of_a_time_is_named_also_one_that_reigned_less_than_a_second() =>
        Assert.Equal(["v1", "v2", "v3", "v2"], _store.Reigns.Between(_start.AddDays(5), _start.AddDays(30)).Select(reign => reign.Version));

    [Fact]
    public void A_rollback_away_from_a_version_is_remembered()
    {
        Assert.Equal("false alarms at the bank", _store.Reigns.LastRollback("v3")!.Reason);
        Assert.Null(_store.Reigns.LastRollback("v1"));
        Assert.Equal("v2", _store.Reigns.LastRollback()!.Version);
        Assert.Equal((true, false), (_store.Reigns.Has("v3"), _store.Reigns.Has("v9")));
    }

    [Theory]
    [InlineData("UPDATE model_events SET actor = 'nobody'")]
    [InlineData("DELETE FROM model_events")]
    public void The_record_cannot_be_changed(string attempt)
    {
        using var connection = new SqliteConnection($"Data Source={_directory.File("weir.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = attempt;
        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => command.ExecuteNonQuery()).Message);
    }

    private Weir.Storage.Models.Reign? At(int day) => _store.Reigns.At(_start.AddDays(day));
}
