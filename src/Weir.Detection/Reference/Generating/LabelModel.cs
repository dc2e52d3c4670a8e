namespace Weir.Detection.Reference.Generating;

/// <summary>Counts trigrams of labels and writes the quantised cost table of <see cref="LabelLikelihood"/>.</summary>
internal sealed class LabelModel
{
    private const int N = LabelLikelihood.Symbols;

    private readonly long[] _uni = new long[N];
    private readonly long[] _bi = new long[N * N];
    private readonly long[] _tri = new long[N * N * N];

    public int Count { get; private set; }

    public void Add(ReadOnlySpan<char> label)
    {
        int a = LabelLikelihood.Border, b = LabelLikelihood.Border;
        for (int i = 0; i <= label.Length; i++)
        {
            int c = i < label.Length ? LabelLikelihood.Symbol(label[i]) : LabelLikelihood.Border;
            _uni[c]++;
            _bi[b * N + c]++;
            _tri[(a * N + b) * N + c]++;
            (a, b) = (b, c);
        }
        Count++;
    }

    /// <summary>One byte a trigram: the negative log-probability in steps, at most 255.</summary>
    public byte[] ToPayload()
    {
        double total = _uni.Sum();
        byte[] costs = new byte[_tri.Length];
        for (int ab = 0; ab < N * N; ab++)
        {
            int b = ab % N;
            double seen = Sum(_tri, ab * N), seenB = Sum(_bi, b * N);
            for (int c = 0; c < N; c++)
            {
                double p = (_uni[c] + 0.5) / (total + 0.5 * N);
                p = Blend(_bi[b * N + c], seenB, p, 20);
                p = Blend(_tri[ab * N + c], seen, p, 10);
                costs[ab * N + c] = (byte)Math.Min(255, Math.Round(-Math.Log(p) * LabelLikelihood.Steps));
            }
        }
        return costs;
    }

    // Dirichlet smoothing: the shorter context counts as so many observations.
    private static double Blend(long count, double seen, double shorter, double weight) => (count + weight * shorter) / (seen + weight);

    private static double Sum(long[] counts, int from) => counts.AsSpan(from, N).ToArray().Sum();
}
