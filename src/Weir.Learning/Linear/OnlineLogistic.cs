namespace Weir.Learning.Linear;

/// <summary>
/// A hashed logistic model that goes on learning: one labelled row moves it in microseconds (FTRL-proximal, as
/// <see cref="HashedLogisticTrainer"/>), and the same updates in the same order give the same bytes. It keeps eight bytes a
/// bucket. One thread at a time; <see cref="Model"/> is the immutable model that serves.
/// </summary>
public sealed class OnlineLogistic
{
    private readonly FtrlState _state;
    private readonly HashedLogisticParameters _p;

    /// <summary>A model that knows nothing but the log-odds of an empty row.</summary>
    /// <param name="p">Settings; epochs and seed concern only a fit of many rows.</param>
    /// <param name="bias">Log-odds to begin with, finite.</param>
    public OnlineLogistic(HashedLogisticParameters p, double bias = 0)
    {
        p.Check();
        if (!double.IsFinite(bias)) throw new ArgumentOutOfRangeException(nameof(bias), bias, "The bias must be finite.");
        _p = p;
        _state = new FtrlState(p, bias);
    }

    /// <summary>Rows learned from since the model began, every pass of a fit counted.</summary>
    public long Updates { get; private set; }

    /// <summary>Buckets as a power of two.</summary>
    public int Bits => _p.Bits;

    /// <summary>Raw log-odds of a row as of now: those of <see cref="Model"/> before its weights are rounded.</summary>
    public double Score(ReadOnlySpan<uint> row) => _state.Score(row);

    /// <summary>Learns from one row.</summary>
    /// <param name="row">Feature indices, cut to the model's bits.</param>
    /// <param name="label">0 or 1.</param>
    /// <param name="weight">Finite and not negative; a weight of 1,000 equals no thousand updates but one large step.</param>
    /// <exception cref="ArgumentException">Another label or weight.</exception>
    public void Learn(ReadOnlySpan<uint> row, byte label, float weight = 1)
    {
        if (!IsLearnable(label, weight))
            throw new ArgumentException($"The label {label} or the weight {weight} is impossible: labels are 0 or 1, weights 0 or more.", nameof(label));
        LearnChecked(row, label, weight);
    }

    /// <summary>The model as learned so far, fit to serve and to store.</summary>
    /// <exception cref="InvalidOperationException">Weights have overflowed.</exception>
    public HashedLogistic Model() => _state.Model();

    /// <summary>Writes the state: sections <c>prefix.settings</c>, <c>.rates</c>, <c>.updates</c>, <c>.slots</c> and <c>.bias</c>.</summary>
    public void Save(ModelFileBuilder builder, string prefix)
    {
        builder.Add<int>(prefix + ".settings", [_p.Bits, (int)_p.Normalization, (int)_p.Precision]);
        builder.Add<double>(prefix + ".rates", [_p.LearningRate, _p.Beta, _p.L1, _p.L2]);
        builder.Add<long>(prefix + ".updates", [Updates]);
        _state.Save(builder, prefix);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; it goes on learning as if it had never stopped.</summary>
    /// <exception cref="ModelFileException">The sections are missing or do not fit together.</exception>
    public static OnlineLogistic Load(ModelFile file, string prefix)
    {
        var settings = file.Get<int>(prefix + ".settings");
        var rates = file.Get<double>(prefix + ".rates");
        var updates = file.Get<long>(prefix + ".updates");
        if (settings.Length != 3 || rates.Length != 4 || updates.Length != 1 || updates[0] < 0
            || !Enum.IsDefined((Normalization)settings[1]) || !Enum.IsDefined((WeightPrecision)settings[2]))
            throw file.Fault($"has an unknown shape of the learning state '{prefix}'");
        var p = new HashedLogisticParameters
        {
            Bits = settings[0],
            Normalization = (Normalization)settings[1],
            Precision = (WeightPrecision)settings[2],
            LearningRate = rates[0],
            Beta = rates[1],
            L1 = rates[2],
            L2 = rates[3],
        };
        if (!p.IsValid()) throw file.Fault($"has impossible settings in the learning state '{prefix}'");
        var model = new OnlineLogistic(p) { Updates = updates[0] };
        return model._state.Restore(file, prefix) ? model : throw file.Fault($"holds a damaged learning state '{prefix}'");
    }

    internal static bool IsLearnable(byte label, float weight) => label <= 1 && weight >= 0 && float.IsFinite(weight);

    /// <summary>For rows whose label and weight were looked at before.</summary>
    internal void LearnChecked(ReadOnlySpan<uint> row, byte label, float weight)
    {
        _state.Learn(row, label, weight);
        Updates++;
    }
}
