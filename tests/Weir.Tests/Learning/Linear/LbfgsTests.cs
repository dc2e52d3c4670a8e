using Weir.Learning.Linear;
using Xunit;

namespace Weir.Tests.Learning.Linear;

public class LbfgsTests
{
    [Fact]
    public void A_badly_scaled_bowl_is_descended_to_its_bottom()
    {
        var x = new double[20];
        static double Bowl(double[] x, double[] g)
        {
            var value = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                var (scale, off) = (Math.Pow(1.3, i), x[i] - i);
                value += 0.5 * scale * off * off;
                g[i] = scale * off;
            }
            return value;
        }
        var steps = Lbfgs.Minimise(Bowl, x, 500, 1e-7, null, TestContext.Current.CancellationToken);
        Assert.InRange(steps, 2, 200);
        for (var i = 0; i < x.Length; i++) Assert.Equal(i, x[i], 6);
    }

    [Fact]
    public void The_valley_of_Rosenbrock_is_followed_to_its_end()
    {
        double[] x = [-1.2, 1];
        static double Valley(double[] x, double[] g)
        {
            var (a, b) = (1 - x[0], x[1] - x[0] * x[0]);
            (g[0], g[1]) = (-2 * a - 400 * x[0] * b, 200 * b);
            return a * a + 100 * b * b;
        }
        Lbfgs.Minimise(Valley, x, 500, 1e-9, null, TestContext.Current.CancellationToken);
        Assert.Equal(1, x[0], 6);
        Assert.Equal(1, x[1], 6);
    }

    [Fact]
    public void It_ends_where_it_starts_when_there_is_nothing_to_gain()
    {
        double[] x = [3];
        Assert.Equal(0, Lbfgs.Minimise((_, g) => g[0] = 0, x, 10, 1e-9, null, TestContext.Current.CancellationToken));
        Assert.Equal(3, x[0]);
    }

    [Fact]
    public void A_function_that_never_falls_ends_the_search()
    {
        double[] x = [0];
        static double Liar(double[] x, double[] g)
        {
            g[0] = 1;
            return Math.Abs(x[0]);
        }
        Assert.Equal(0, Lbfgs.Minimise(Liar, x, 10, 1e-9, null, TestContext.Current.CancellationToken));
        Assert.Equal(0, x[0]);
    }

    [Fact]
    public void The_steps_are_counted_and_bounded()
    {
        double[] x = [50];
        static double Quartic(double[] x, double[] g)
        {
            g[0] = 4 * x[0] * x[0] * x[0];
            return x[0] * x[0] * x[0] * x[0];
        }
        Assert.Equal(3, Lbfgs.Minimise(Quartic, x, 3, 1e-12, null, TestContext.Current.CancellationToken));
        Assert.Throws<OperationCanceledException>(() => Lbfgs.Minimise(Quartic, x, 3, 1e-12, null, new CancellationToken(true)));
    }

    [Fact]
    public void The_true_curvature_ends_it_in_a_step()
    {
        double[] x = [5, -7];
        static double Bowl(double[] x, double[] g)
        {
            (g[0], g[1]) = (1000 * x[0], 0.1 * x[1]);
            return 500 * x[0] * x[0] + 0.05 * x[1] * x[1];
        }
        static void Inverse(double[] v) => (v[0], v[1]) = (v[0] / 1000, v[1] / 0.1);
        Assert.Equal(1, Lbfgs.Minimise(Bowl, x, 10, 1e-9, Inverse, TestContext.Current.CancellationToken));
        Assert.Equal([0.0, 0], x);
    }
}
