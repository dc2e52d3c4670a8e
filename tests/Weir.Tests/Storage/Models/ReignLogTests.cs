using System.Data.Common;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Models;

public abstract class ReignLogTests : StoreTests
{
    private readonly DateTimeOffset _start;

    protected ReignLogTests(StoreKind kind) : base(kind)
    {
        _start = Time.GetUtcNow();
        ToyModels.Champion(Store, "v1");
        Time.Advance(TimeSpan.FromDays(10));
        ToyModels.Champion(Store, "v2");
        ToyModels.Champion(Store, "v3");
        Time.Advance(TimeSpan.FromDays(10));
        Store.Models.Rollback("anna", "false alarms at the bank");
    }

    [Fact]
    public void The_champion_of_any_moment_is_known_with_who_and_why()
    {
        Assert.Null(Store.Reigns.At(_start.AddSeconds(-1)));
        Assert.Equal(("v1", "test", _start.AddDays(10)), (At(0)!.Version, At(0)!.Actor, At(0)!.Until!.Value));
        Assert.Equal("v1", At(9)!.Version);
        Assert.Equal("v3", At(10)!.Version);
        Assert.Equal("v3", At(15)!.Version);
        var now = At(50)!;
        Assert.Equal(("v2", "rolled-back", "anna", "false alarms at the bank", null), (now.Version, now.Kind, now.Actor, now.Reason, now.Until));
    }

    [Fact]
    public void Every_champion_of_a_time_is_named_also_one_that_reigned_less_than_a_second() =>
        Assert.Equal(["v1", "v2", "v3", "v2"], Store.Reigns.Between(_start.AddDays(5), _start.AddDays(30)).Select(reign => reign.Version));

    [Fact]
    public void A_rollback_away_from_a_version_is_remembered()
    {
        Assert.Equal("false alarms at the bank", Store.Reigns.LastRollback("v3")!.Reason);
        Assert.Null(Store.Reigns.LastRollback("v1"));
        Assert.Equal("v2", Store.Reigns.LastRollback()!.Version);
        Assert.Equal((true, false), (Store.Reigns.Has("v3"), Store.Reigns.Has("v9")));
    }

    [Theory]
    [InlineData("UPDATE model_events SET actor = 'nobody'")]
    [InlineData("DELETE FROM model_events")]
    public void The_record_cannot_be_changed(string attempt) =>
        Assert.Contains("append-only", Assert.ThrowsAny<DbException>(() => Place.Execute(attempt)).Message);

    private Weir.Storage.Models.Reign? At(int day) => Store.Reigns.At(_start.AddDays(day));
}

public sealed class ReignLogOnSqlite() : ReignLogTests(StoreKind.Sqlite);

public sealed class ReignLogOnPostgres() : ReignLogTests(StoreKind.Postgres);
