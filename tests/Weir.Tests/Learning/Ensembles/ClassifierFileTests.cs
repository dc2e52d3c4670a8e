using Weir.Learning;
using Weir.Learning.Ensembles;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Ensembles;

public sealed class ClassifierFileTests
{
    [Fact]
    public void Every_model_over_dense_rows_is_listed()
    {
        var known = ClassifierFile.Types.ToHashSet();
        Assert.All(typeof(IClassifier).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IClassifier))),
            type => Assert.Contains(type, known));
    }

    [Fact]
    public void An_unknown_kind_is_refused_on_both_ways()
    {
        Assert.Throws<ArgumentException>(() => ClassifierFile.Save(new ToyLinear([1], 0), new ModelFileBuilder(), "x"));
        var builder = new ModelFileBuilder();
        builder.Add<byte>("x.kind", "oracle"u8);
        var file = ModelFile.Read(builder.Build("{}"), "test");
        Assert.Contains("unknown kind in 'x'", Assert.Throws<ModelFileException>(() => ClassifierFile.Load(file, "x")).Message);
        Assert.Throws<ModelFileException>(() => ClassifierFile.Load(file, "y"));
    }

    [Fact]
    public void Hostile_ensembles_are_refused_by_name()
    {
        var random = new Xoshiro256(77);
        for (var round = 0; round < 500; round++)
        {
            var builder = new ModelFileBuilder();
            builder.Add<byte>("x.kind", random.NextInt(2) == 0 ? "stack"u8 : "average"u8);
            builder.Add<int>("x.members", [.. Enumerable.Range(0, random.NextInt(3)).Select(_ => (int)random.NextULong() % 4)]);
            for (var m = 0; m < random.NextInt(4); m++) builder.Add<byte>($"x.m{m}.kind", random.NextInt(2) == 0 ? "stack"u8 : "boosted-trees"u8);
            builder.Add<double>("x.weights", [.. Enumerable.Range(0, random.NextInt(3)).Select(_ => random.NextDouble())]);
            var file = ModelFile.Read(builder.Build("{}"), "test");
            Assert.Throws<ModelFileException>(() => ClassifierFile.Load(file, "x"));
        }
    }
}
