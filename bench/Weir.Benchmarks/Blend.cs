using Weir.Benchmarks.Harness;
using Weir.Learning.Calibration;
using Weir.Learning.Numerics;

namespace Weir.Benchmarks;

/// <summary>One logistic model over the scores of stack and network, and each of the two calibrated alone.</summary>
internal sealed record Blend(double Stack, double Network, double Intercept, PlattCalibrator OfStack, PlattCalibrator OfNetwork)
{
    /// <summary>Fits on rows of their own, by the share of the network that loses least.</summary>
    public static Blend Fit(SecondStage stage, LabelledSet set)
    {
        var (stack, network) = (stage.Stack(set), stage.Network(set));
        double[] Mixed(double share) => [.. stack.Zip(network, (s, n) => (1 - share) * s + share * n)];
        double Loss(double share)
        {
            var scores = Mixed(share);
            var curve = PlattCalibrator.Fit(scores, set.Labels, []);
            return scores.Zip(set.Labels, (s, y) => StableMath.Softplus(curve.LogOdds(s)) - y * curve.LogOdds(s)).Sum();
        }
        var best = Enumerable.Range(0, 51).Select(i => i / 100.0).MinBy(Loss);
        var fit = PlattCalibrator.Fit(Mixed(best), set.Labels, []);
        return new Blend(fit.Slope * (1 - best), fit.Slope * best, fit.Intercept,
            PlattCalibrator.Fit(stack, set.Labels, []), PlattCalibrator.Fit(network, set.Labels, []));
    }

    public double Of(double stack, double network) => Intercept + Stack * stack + Network * network;

    public double Alone(double stack) => OfStack.LogOdds(stack);

    public double NetworkAlone(double network) => OfNetwork.LogOdds(network);

    /// <summary>The blend for suspicious subjects, which stay between the benign and the phishing ones; the stack for the others.</summary>
    public double[] Inside(double[] stack, double[] network, bool[] isSuspicious)
    {
        var band = Enumerable.Range(0, stack.Length).Where(i => isSuspicious[i]).ToArray();
        if (band.Length == 0) return stack;
        var (low, high) = (band.Min(i => stack[i]), band.Max(i => stack[i]));
        // Squeezed into the band without ties: order inside it is the blend's.
        return [.. stack.Select((s, i) => isSuspicious[i] ? low + (high - low) * StableMath.Sigmoid(Of(s, network[i])) : s)];
    }

    public override string ToString() => FormattableString.Invariant($"{Intercept:F2} + {Stack:F3} x stack + {Network:F3} x network");
}
