using Weir.Detection.Features;
using Weir.Detection.Reasons;

namespace Weir.Detection;

/// <summary>Judges subjects without reasons, some dozens together; for one thread.</summary>
public interface IQuickBlock
{
    /// <summary>Takes up a subject; its text is not needed afterwards.</summary>
    /// <exception cref="InvalidOperationException">The block holds <see cref="DetectorBlock.Capacity"/> already.</exception>
    public void Add(ReadOnlySpan<char> subject);

    /// <summary>The verdicts in the order of the subjects; valid until the next <see cref="Add"/>. The block is empty then.</summary>
    public ReadOnlySpan<QuickVerdict> Judge();
}

/// <summary>
/// Judges subjects some dozens at a time, for bulk work: their features are read one by one, then the trees score all rows
/// together, which is faster and gives the same verdicts to the last bit. One a thread; allocates nothing once it is made.
/// </summary>
public sealed class DetectorBlock(Detector detector) : IQuickBlock
{
    /// <summary>How many subjects a block takes.</summary>
    public const int Capacity = 64;

    private readonly DetectorScratch _scratch = new();
    private readonly float[] _rows = new float[Capacity * UrlFeatureSchema.Count];
    private readonly double[] _raw = new double[Capacity];
    private readonly Waiting[] _waiting = new Waiting[Capacity];
    private readonly QuickVerdict[] _verdicts = new QuickVerdict[Capacity];
    private int _rowCount;

    /// <summary>Subjects taken since the block was last emptied.</summary>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<char> subject)
    {
        if (Count == Capacity) throw new InvalidOperationException($"A block takes {Capacity} subjects.");
        if (detector.TryBegin(subject, _scratch, out var named, out var trick, out _verdicts[Count]))
        {
            var row = UrlFeatureReader.Read(named, _scratch.Features, _rows.AsSpan(_rowCount * UrlFeatureSchema.Count, UrlFeatureSchema.Count));
            detector.Model!.Complete(row);
            // What a verdict may name is looked up now, while the address lies open: to open it once more would cost more.
            _waiting[_rowCount++] = new Waiting(Count, trick, Categories.Of(named), detector.BrandOf(named));
        }
        Count++;
    }

    /// <inheritdoc/>
    public ReadOnlySpan<QuickVerdict> Judge()
    {
        if (_rowCount > 0) detector.Model!.Trees.Score(_rows.AsSpan(0, _rowCount * UrlFeatureSchema.Count), _raw.AsSpan(0, _rowCount));
        for (var i = 0; i < _rowCount; i++)
        {
            var (at, trick, category, brand) = _waiting[i];
            var (decision, score) = detector.Decide(_raw[i], trick);
            var isBenign = decision == Decision.Benign;
            _verdicts[at] = new QuickVerdict(decision, score, isBenign ? "none" : category, isBenign ? null : brand, null);
        }
        var verdicts = _verdicts.AsSpan(0, Count);
        (Count, _rowCount) = (0, 0);
        return verdicts;
    }

    /// <summary>What is known of a subject whose row waits for its score.</summary>
    private readonly record struct Waiting(int At, Trick Trick, string Category, string? Brand);
}
