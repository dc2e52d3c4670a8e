using Weir.Detection;
using Weir.Detection.Reference;
using Weir.Learning;
using Weir.Learning.Linear;
using Weir.Learning.Trees;
using Weir.Pipeline;
using Weir.Pipeline.Training;

namespace Weir.Tests.Support;

/// <summary>A real model, small and quickly trained on <see cref="SomeUrls"/>, once a test run.</summary>
internal static class SomeModel
{
    private static readonly Lazy<TrainedModel> Once = new(() => Train());

    /// <summary>Rows that the shared model was trained on.</summary>
    public static List<LabelledUrl> TrainingRows { get; } = SomeUrls.Labelled(2000, 11);

    /// <summary>Rows on which its calibrator and thresholds were set.</summary>
    public static List<LabelledUrl> CalibrationRows { get; } = SomeUrls.Labelled(1200, 12);

    /// <summary>Parameters of a quick training.</summary>
    public static UrlTrainingParameters Quick { get; } = new()
    {
        Text = new HashedLogisticParameters { Bits = 14, Epochs = 2 },
        Trees = new BoostedTreesParameters { Trees = 30, MaxLeaves = 12, MinRowsInLeaf = 10, ColumnSample = 0.7, RowSample = 0.9 },
        Folds = 3,
        PhishingFpr = 0.02,
        SuspiciousFpr = 0.1,
    };

    /// <summary>The shared model and its bytes.</summary>
    public static TrainedModel Trained => Once.Value;

    /// <summary>The shared model.</summary>
    public static UrlModel Model => Once.Value.Model;

    /// <summary>The bytes of the shared model under another name: another file that judges alike.</summary>
    public static byte[] Named(string version)
    {
        var (model, file) = (Model, new ModelFileBuilder());
        model.Text.Save(file, "text");
        model.Trees.Save(file, "trees");
        for (var c = 0; c < model.Categories.Length; c++) model.Categories[c]!.Save(file, $"category{c}");
        model.Calibrator.Save(file, "calibrator");
        return file.Build((model.Manifest with { Version = version }).ToJson());
    }

    /// <summary>Trains another on the same rows.</summary>
    public static TrainedModel Train(UrlTrainingParameters? parameters = null, List<LabelledUrl>? calibrate = null) =>
        UrlModelTrainer.Train(TrainingRows, calibrate ?? CalibrationRows, ReferenceLists.Embedded, parameters ?? Quick);
}
