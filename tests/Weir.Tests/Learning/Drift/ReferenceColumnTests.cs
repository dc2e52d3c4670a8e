using Weir.Learning.Drift;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Drift;

public sealed class ReferenceColumnTests
{
    private const double Psi = 0.25;

    [Fact]
    public void The_same_distribution_raises_no_alarm_a_thousand_times_at_any_size()
    {
        var random = new Xoshiro256(7);
        int[] sizes = [200, 300, 500, 1_000, 2_000, 5_000, 10_000, 20_000];
        var (shifted, notable, chance) = (0, 0, 0);
        for (var round = 0; round < 1000; round++)
        {
            var kind = round % 5;
            var rows = round % 250 == 249 ? 1_000_000 : sizes[round % sizes.Length];
            var effect = ReferenceColumn.Of(Column(kind, sizes[round / 8 % sizes.Length], 0, ref random)).Compare(Column(kind, rows, 0, ref random)).Effect;
            if (effect.Chance > 0.01) continue;
            chance++;
            if (effect.Psi >= 0.1) notable++;
            if (effect is { Psi: >= Psi, JensenShannon: >= 0.1 }) shifted++;
        }

        Assert.Equal(0, shifted);
        Assert.InRange(notable, 0, 5);
        Assert.InRange(chance, 0, 30); // 1 % is expected
    }

    [Theory]
    [InlineData(0, 500)]
    [InlineData(0, 100_000)]
    [InlineData(1, 500)]
    [InlineData(1, 20_000)]
    [InlineData(2, 500)]
    [InlineData(3, 1_000)]
    [InlineData(4, 500)]
    public void A_real_shift_is_found(int kind, int rows)
    {
        var random = new Xoshiro256(8);
        var effect = ReferenceColumn.Of(Column(kind, 5_000, 0, ref random)).Compare(Column(kind, rows, 1, ref random)).Effect;
        Assert.True(effect.Psi >= Psi && effect.JensenShannon >= 0.1 && effect.Chance < 1e-6, effect.ToString());
    }

    [Fact]
    public void A_small_shift_stays_small_however_many_rows_prove_it()
    {
        var random = new Xoshiro256(9);
        var drift = ReferenceColumn.Of(Column(0, 20_000, 0, ref random)).Compare(Column(0, 1_000_000, 0.1, ref random));
        Assert.True(drift.Effect.Chance < 1e-6 && drift.KsChance < 1e-6);
        Assert.InRange(drift.Effect.Psi, 0.005, 0.02);
    }

    [Fact]
    public void Psi_of_shifted_normals_nears_the_square_of_the_shift()
    {
        var random = new Xoshiro256(10);
        // J-divergence of N(0, 1) and N(d, 1) is d squared; ten bins keep most of it.
        var drift = ReferenceColumn.Of(Column(0, 200_000, 0, ref random)).Compare(Column(0, 200_000, 0.5, ref random));
        Assert.InRange(drift.Effect.Psi, 0.25 * 0.9, 0.25);
        // Their largest distance is 2 F(d / 2) - 1.
        Assert.Equal(0.19741, drift.Ks, 0.01);
    }

    [Fact]
    public void Kolmogorov_smirnov_is_exact_beside_a_plain_count()
    {
        var random = new Xoshiro256(11);
        for (var kind = 0; kind < 5; kind++)
        {
            var (a, b) = (Column(kind, 700, 0, ref random), Column(kind, 900, 0.3, ref random));
            Assert.Equal(Plain(a, b), ReferenceColumn.Of(a).Compare(b).Ks, 12);
        }
    }

    [Fact]
    public void Missing_values_have_a_bin_of_their_own()
    {
        float[] reference = [.. Enumerable.Repeat(1f, 900), .. Enumerable.Repeat(float.NaN, 100)];
        float[] current = [.. Enumerable.Repeat(1f, 500), .. Enumerable.Repeat(float.NaN, 500)];
        var drift = ReferenceColumn.Of(reference).Compare(current);
        Assert.Equal((0.1, 0.5, 0), (drift.MissingReference, drift.MissingCurrent, drift.Ks));
        Assert.True(drift.Effect.Psi > 0.8);
        Assert.Contains(new ColumnBin(null, null, BinKind.Missing, 0.1, 0.5), drift.Bins);
    }

    [Fact]
    public void A_value_never_seen_has_a_bin_of_its_own_and_a_flag_that_turns_on_is_found()
    {
        float[] current = [.. Enumerable.Repeat(0f, 700), .. Enumerable.Repeat(1f, 300)];
        var drift = ReferenceColumn.Of(new float[1000]).Compare(current);
        Assert.True(drift.Effect.Psi > 1);
        Assert.Contains(new ColumnBin(null, null, BinKind.Unseen, 0, 0.3), drift.Bins);
    }

    [Fact]
    public void Weights_stand_for_rows()
    {
        float[] values = [1, 2, 3, float.NaN];
        float[] repeated = [1, 2, 2, 2, 3, float.NaN, float.NaN];
        var (weighted, plain) = (ReferenceColumn.Of(values, [1, 3, 1, 2]).Compare([1, 2, 3, 3]), ReferenceColumn.Of(repeated).Compare([1, 2, 3, 3]));
        Assert.Equal(plain.Ks, weighted.Ks, 12);
        Assert.Equal(plain.Bins, weighted.Bins);
        Assert.Equal(49.0 / 15, ReferenceColumn.Of(values, [1, 3, 1, 2]).Rows, 12);
    }

    [Fact]
    public void Infinities_zeros_of_both_signs_and_nothing_at_all_are_taken()
    {
        float[] odd = [float.NegativeInfinity, -0f, 0f, float.PositiveInfinity, float.NaN, float.MaxValue, -1e-40f];
        Assert.Equal(0, ReferenceColumn.Of(odd).Compare(odd).Ks);
        Assert.Equal(BinDrift.None, ReferenceColumn.Of([]).Compare(odd).Effect);
        Assert.Equal(BinDrift.None, ReferenceColumn.Of(odd).Compare([]).Effect);
    }

    private static double Plain(float[] a, float[] b)
    {
        var (x, y) = (a.Where(v => !float.IsNaN(v)).ToArray(), b.Where(v => !float.IsNaN(v)).ToArray());
        return x.Concat(y).Distinct().Max(at => Math.Abs((double)x.Count(v => v <= at) / x.Length - (double)y.Count(v => v <= at) / y.Length));
    }

    /// <summary>0 a normal, 1 a count, 2 a rare flag, 3 many zeros and a tail, 4 with missing values; moved by the shift.</summary>
    private static float[] Column(int kind, int rows, double shift, ref Xoshiro256 random)
    {
        var column = new float[rows];
        for (var i = 0; i < rows; i++)
        {
            column[i] = kind switch
            {
                0 => (float)(Normal(ref random) + shift),
                1 => (float)Math.Floor(6 * random.NextDouble() * random.NextDouble() + 2 * shift),
                2 => random.NextDouble() < 0.02 + 0.3 * shift ? 1 : 0,
                3 => random.NextDouble() < 0.7 - 0.5 * shift ? 0 : (float)(random.NextDouble() * 100),
                _ => random.NextDouble() < 0.05 + 0.4 * shift ? float.NaN : (float)random.NextDouble(),
            };
        }
        return column;
    }

    private static double Normal(ref Xoshiro256 random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
