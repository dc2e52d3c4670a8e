using Weir.Detection.Features;
using Weir.Detection.Lists;
using Weir.Detection.Urls;
using Weir.Learning.Numerics;

namespace Weir.Detection.Reasons;

/// <summary>What was found about an address and the ones it leads on to.</summary>
/// <param name="Entry">The list entry that decided; null when the model did.</param>
/// <param name="Score">Probability of phishing; NaN when a list decided.</param>
/// <param name="LeadsOn">Another address than the subject itself decided; see <see cref="DetectorScratch.Deciding"/>.</param>
/// <param name="Trick">How the address that decided hides where it leads.</param>
/// <param name="Depth">How many addresses lead to the one that decided.</param>
internal readonly record struct Finding(ListEntry? Entry, double Score, bool LeadsOn, Trick Trick, int Depth)
{
    /// <summary>Order of badness: block, scores, allow.</summary>
    public double Rank => Entry is null ? Score : Entry.Kind == ListKind.Block ? 2 : -1;

    /// <summary>The same with a trick, which lets no score stay below the floor.</summary>
    public Finding Raised(Trick trick, double floor) => this with { Trick = trick, Score = Math.Max(Score, floor) };

    /// <summary>The reason that stands beside the model's: its contribution is what the trick adds to the model's score.</summary>
    public Reason? Reason(in Url url, double modelScore)
    {
        if (Trick == Trick.None && Depth == 0) return null;
        var leads = Depth == 0 ? "" : $"the address leads on to {Defang.Defanged(url.Host.ToString())}";
        var trick = Trick == Trick.None ? "" : Tricks.Sentence(Trick);
        return new Reason(Trick == Trick.None ? "destination" : Tricks.Id(Trick), leads.Length > 0 && trick.Length > 0 ? $"{trick}; {leads}" : leads + trick,
            StableMath.Logit(Score) - StableMath.Logit(modelScore));
    }
}
