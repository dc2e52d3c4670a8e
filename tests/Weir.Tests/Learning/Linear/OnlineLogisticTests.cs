using Weir.Learning;
using Weir.Learning.Linear;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Linear;

public class OnlineLogisticTests
{
    private static readonly HashedLogisticParameters Small = new() { Bits = 10, L1 = 0.01 };

    [Fact]
    public void One_row_moves_the_score_towards_its_label()
    {
        var model = new OnlineLogistic(Small);
        uint[] row = [1, 2, 3, 900];
        var before = model.Score(row);
        model.Learn(row, 1);
        var after = model.Score(row);
        model.Learn(row, 0, 5);
        Assert.Equal(0, before);
        Assert.True(after > 0.05);
        Assert.True(model.Score(row) < after);
        Assert.Equal(2, model.Updates);
    }

    [Fact]
    public void It_scores_as_the_model_that_it_gives()
    {
        var model = Taught(300, 1);
        var served = model.Model();
        var random = new Xoshiro256(5);
        for (var i = 0; i < 100; i++)
        {
            var row = Row(ref random);
            Assert.Equal(served.Score(row), model.Score(row), 1e-6);
        }
    }

    [Fact]
    public void A_fit_goes_on_where_it_ended()
    {
        var builder = new SparseRowsBuilder();
        var random = new Xoshiro256(6);
        for (var i = 0; i < 200; i++) builder.Add(Row(ref random));
        var rows = builder.Build();
        var labels = Enumerable.Range(0, 200).Select(i => (byte)(rows[i][0] % 2)).ToArray();
        var ct = TestContext.Current.CancellationToken;
        var online = HashedLogisticTrainer.FitOnline(rows, labels, [], null, Small, ct);
        Assert.Equal(600, online.Updates);
        Assert.Equal(Bytes(HashedLogisticTrainer.Fit(rows, labels, [], null, Small, ct)), Bytes(online.Model()));
        online.Learn([7], 1);
        Assert.NotEqual(Bytes(HashedLogisticTrainer.Fit(rows, labels, [], null, Small, ct)), Bytes(online.Model()));
    }

    [Fact]
    public void A_stored_state_goes_on_as_if_it_had_never_stopped()
    {
        var model = Taught(300, 2);
        var loaded = OnlineLogistic.Load(ModelFile.Read(Bytes(model), "m"), "state");
        Assert.Equal(Bytes(model), Bytes(loaded));
        Teach(model, 100, 3);
        Teach(loaded, 100, 3);
        Assert.Equal(Bytes(model), Bytes(loaded));
        Assert.Equal(400, loaded.Updates);
    }

    [Fact]
    public void A_state_is_these_bytes() =>
        Assert.StartsWith("b93655d9346ecb09f202bffa700bf936", ModelFile.Read(Bytes(Taught(500, 4)), "m").Sha256, StringComparison.Ordinal);

    [Fact]
    public void Impossible_rows_are_refused_and_nothing_is_learned()
    {
        var model = Taught(10, 1);
        var before = Bytes(model);
        Assert.Throws<ArgumentException>(() => model.Learn([1], 2));
        Assert.Throws<ArgumentException>(() => model.Learn([1], 1, -1));
        Assert.Throws<ArgumentException>(() => model.Learn([1], 1, float.NaN));
        Assert.Throws<ArgumentException>(() => model.Learn([1], 1, float.PositiveInfinity));
        Assert.Equal(before, Bytes(model));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OnlineLogistic(Small, double.NaN));
        Assert.Throws<ArgumentException>(() => new OnlineLogistic(Small with { Bits = 3 }));
    }

    [Fact]
    public void Empty_rows_and_weight_zero_are_harmless()
    {
        var model = new OnlineLogistic(Small, 1);
        model.Learn([], 0);
        model.Learn([5], 1, 0);
        Assert.InRange(model.Score([]), 0.1, 0.99);
        Assert.Equal(0, model.Model().Weight(5));
    }

    [Fact]
    public void Damaged_states_are_refused()
    {
        Action<ModelFileBuilder>[] damages =
        [
            b => Sections(b, settings: [10, 1]), b => Sections(b, settings: [29, 1, 0]), b => Sections(b, settings: [10, 9, 0]),
            b => Sections(b, settings: [-1, 1, 0]), b => Sections(b, rates: [0, 0.05, 0, 0]), b => Sections(b, rates: [0.5, 0, 0, 0]),
            b => Sections(b, rates: [double.NaN, 0.05, 0, 0]), b => Sections(b, updates: [-1]), b => Sections(b, updates: []),
            b => Sections(b, slots: new float[2046]), b => Sections(b, slots: [.. Enumerable.Repeat(-1f, 2048)]),
            b => Sections(b, slots: [.. Enumerable.Repeat(float.NaN, 2048)]), b => Sections(b, bias: [0]), b => Sections(b, bias: [0, -1]),
            b => Sections(b, bias: [double.NaN, 1]), _ => { },
        ];
        foreach (var damage in damages)
        {
            var builder = new ModelFileBuilder();
            damage(builder);
            Assert.Throws<ModelFileException>(() => OnlineLogistic.Load(ModelFile.Read(builder.Build("{}"), "m"), "state"));
        }
        var whole = new ModelFileBuilder();
        Sections(whole);
        Assert.Equal(3, OnlineLogistic.Load(ModelFile.Read(whole.Build("{}"), "m"), "state").Updates);
    }

    internal static OnlineLogistic Taught(int rows, ulong seed)
    {
        var model = new OnlineLogistic(Small, -0.5);
        Teach(model, rows, seed);
        return model;
    }

    internal static uint[] Row(ref Xoshiro256 random)
    {
        var row = new uint[1 + random.NextInt(30)];
        foreach (ref var index in row.AsSpan()) index = (uint)random.NextULong();
        return row;
    }

    internal static byte[] Bytes(OnlineLogistic model)
    {
        var builder = new ModelFileBuilder();
        model.Save(builder, "state");
        return builder.Build("{}");
    }

    private static void Teach(OnlineLogistic model, int rows, ulong seed)
    {
        var random = new Xoshiro256(seed);
        for (var i = 0; i < rows; i++)
        {
            var row = Row(ref random);
            model.Learn(row, (byte)(row[0] % 2), (float)random.NextDouble());
        }
    }

    private static byte[] Bytes(HashedLogistic model)
    {
        var builder = new ModelFileBuilder();
        model.Save(builder, "m");
        return builder.Build("{}");
    }

    private static void Sections(
        ModelFileBuilder b, int[]? settings = null, double[]? rates = null, long[]? updates = null, float[]? slots = null, double[]? bias = null)
    {
        b.Add<int>("state.settings", settings ?? [10, 1, 0]);
        b.Add<double>("state.rates", rates ?? [0.5, 0.05, 0, 0]);
        b.Add<long>("state.updates", updates ?? [3]);
        b.Add<float>("state.slots", slots ?? new float[2048]);
        b.Add<double>("state.bias", bias ?? [0, 0]);
    }
}
